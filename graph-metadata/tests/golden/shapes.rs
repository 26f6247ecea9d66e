use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, TimeOfDay,
    Untyped, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// The entity type `example.entity`.
#[graph_complex(odata_type = "#example.entity", tag = never)]
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
}

/// A value of type `example.entity` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyEntity {
    /// A value of the type `example.everything`.
    Everything(Box<Everything>),
    /// A value of the type `example.child`.
    Child(Box<Child>),
    /// A value of the type `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// A value of the type `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The entity type `example.everything`.
#[graph_resource(
    path = "/everything/{everythingId}",
    odata_type = "#example.everything",
    select = declared
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `binary` (`Edm.Binary`).
    pub binary: Option<Binary>,
    /// The property `boolean` (`Edm.Boolean`).
    pub boolean: bool,
    /// The property `byte` (`Edm.Byte`).
    pub byte: u8,
    /// The property `date` (`Edm.Date`).
    pub date: Option<Date>,
    /// The property `dateTimeOffset` (`Edm.DateTimeOffset`).
    pub date_time_offset: DateTimeOffset,
    /// The property `decimal` (`Edm.Decimal`).
    pub decimal: Option<Decimal>,
    /// The property `double` (`Edm.Double`).
    pub double: Option<f64>,
    /// The property `duration` (`Edm.Duration`).
    pub duration: Duration,
    /// The property `guid` (`Edm.Guid`).
    pub guid: Option<Guid>,
    /// The property `int16` (`Edm.Int16`).
    pub int16: Option<i16>,
    /// The property `int32` (`Edm.Int32`).
    pub int32: Option<i32>,
    /// The property `int64` (`Edm.Int64`).
    pub int64: i64,
    /// The property `sByte` (`Edm.SByte`).
    pub s_byte: Option<i8>,
    /// The property `single` (`Edm.Single`).
    pub single: Option<f64>,
    /// The property `string` (`Edm.String`).
    pub string: String,
    /// The property `timeOfDay` (`Edm.TimeOfDay`).
    pub time_of_day: Option<TimeOfDay>,
    /// The property `untyped` (`Edm.Untyped`).
    pub untyped: Option<Untyped>,
    /// The property `point` (`Edm.Untyped`).
    pub point: Option<Untyped>,
    /// The property `defined` (`Edm.Int16`).
    pub defined: Option<i16>,
    /// The property `unknown` (`example.nothing`).
    pub unknown: Option<Untyped>,
    /// The property `json` (`microsoft.graph.Json`).
    pub json: Option<Untyped>,
    /// The property `jsons` (`Collection(microsoft.graph.Json)`).
    #[graph(optional)]
    pub jsons: Option<Vec<Untyped>>,
    /// The property `size` (`example.size`).
    pub size: Size,
    /// The property `rights` (`example.rights`).
    pub rights: Option<Flags<Rights>>,
    /// The property `empty` (`example.emptyEnumeration`).
    pub empty: Option<String>,
    /// The property `names` (`Collection(Edm.String)`).
    pub names: Vec<String>,
    /// The property `numbers` (`Collection(Edm.Int64)`).
    #[graph(optional)]
    pub numbers: Option<Vec<Option<i64>>>,
    /// The property `sizes` (`Collection(example.size)`).
    #[graph(optional)]
    pub sizes: Option<Vec<Option<Size>>>,
    /// The property `leaves` (`Collection(example.leaf)`).
    #[graph(optional)]
    pub leaves: Option<Vec<Option<Leaf>>>,
    /// The property `shape` (`example.shape`).
    pub shape: Option<AnyShape>,
    /// The property `shapes` (`Collection(example.shape)`).
    pub shapes: Vec<AnyShape>,
    /// The property `tree` (`example.tree`).
    pub tree: Option<Tree>,
    /// The property `computed` (`Edm.String`).
    #[graph(read_only)]
    pub computed: Option<String>,
    /// Set once.
    ///
    /// It is set at creation and never changes.
    #[graph(create_only)]
    pub immutable: Option<String>,
    /// The address of the entity that `parent` refers to (`example.everything`).
    #[graph(optional, name = "parent@odata.bind")]
    pub parent_bind: Option<String>,
    /// The addresses of the entities that `friends` refers to (`Collection(example.everything)`).
    #[graph(optional, name = "friends@odata.bind")]
    pub friends_bind: Option<Vec<String>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The entity type `example.child`.
#[graph_resource(
    path = "/everything/{everythingId}/children/{childId}",
    odata_type = "#example.child"
)]
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Child {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `a` (`Edm.Boolean`).
    pub a: bool,
    /// The property `b` (`Edm.Boolean`).
    pub b: bool,
    /// The property `c` (`Edm.Boolean`).
    pub c: bool,
    /// The property `d` (`Edm.Boolean`).
    pub d: bool,
}

/// The entity type `example.rule`.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.rule",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
}

/// A value of type `example.rule` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// A value of the type `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// A value of the type `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The entity type `example.approvalRule`.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.approvalRule",
    select = all
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalRule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
    /// The property `approvers` (`Collection(Edm.String)`).
    #[graph(optional)]
    pub approvers: Option<Vec<Option<String>>>,
}

/// The entity type `example.expirationRule`.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.expirationRule",
    select = all
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ExpirationRule {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `target` (`Edm.String`).
    pub target: Option<String>,
    /// The property `maximumDuration` (`Edm.Duration`).
    pub maximum_duration: Option<Duration>,
}

/// The complex type `example.shape`.
#[graph_complex(odata_type = "#example.shape", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// The property `color` (`Edm.String`).
    pub color: Option<String>,
}

/// A value of type `example.shape` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyShape {
    /// A value of the type `example.circle`.
    Circle(Box<Circle>),
    /// A value of the type `example.polygon`.
    Polygon(Box<Polygon>),
    /// A value of the type `example.square`.
    Square(Box<Square>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The complex type `example.circle`.
#[graph_complex(odata_type = "#example.circle")]
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// The property `color` (`Edm.String`).
    pub color: Option<String>,
    /// The property `radius` (`Edm.Double`).
    pub radius: f64,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.polygon`.
#[graph_complex(odata_type = "#example.polygon")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// The property `color` (`Edm.String`).
    pub color: Option<String>,
    /// The property `corners` (`Collection(Edm.Double)`).
    pub corners: Vec<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// A value of type `example.polygon` or of a type derived from it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyPolygon {
    /// A value of the base type `example.polygon`.
    #[graph(base)]
    Polygon(Box<Polygon>),
    /// A value of the type `example.square`.
    Square(Box<Square>),
    /// A value of a type that is not declared, with all its members.
    #[graph(other)]
    Other(UntypedObject),
}

/// The complex type `example.square`.
#[graph_complex(odata_type = "#example.square")]
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// The property `color` (`Edm.String`).
    pub color: String,
    /// The property `corners` (`Collection(Edm.Double)`).
    pub corners: Vec<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.tree`.
#[graph_complex(odata_type = "#example.tree")]
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The property `left` (`example.tree`).
    pub left: Option<Box<Tree>>,
    /// The property `right` (`example.tree`).
    pub right: Option<Box<Tree>>,
    /// The property `leaf` (`example.leaf`).
    pub leaf: Leaf,
    /// The property `branches` (`Collection(example.tree)`).
    #[graph(optional)]
    pub branches: Option<Vec<Option<Tree>>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.leaf`.
#[graph_complex(odata_type = "#example.leaf")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaf {
    /// The property `tree` (`example.tree`).
    #[graph(optional)]
    pub tree: Option<Box<Tree>>,
    /// The property `polygon` (`example.polygon`).
    pub polygon: Option<AnyPolygon>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The enumeration type `example.size`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Size {
    /// The member `small` (0).
    Small,
    /// The member `macOS` (1).
    #[graph(name = "macOS")]
    MacOs,
    /// The member `v10_0` (2).
    #[graph(name = "v10_0")]
    V10_0,
    /// The member `other` (3).
    Other,
    /// The member `self` (4).
    Self_,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Undeclared(String),
}

/// The flags enumeration type `example.rights`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rights {
    /// The member `read` (1).
    Read,
    /// The member `write` (2).
    Write,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Other(String),
}
