use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, TimeOfDay,
    Untyped, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// `example.entity`, an entity type.
#[graph_complex(odata_type = "#example.entity", tag = never)]
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
}

/// A value of `example.entity` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyEntity {
    /// `example.everything`.
    Everything(Box<Everything>),
    /// `example.child`.
    Child(Box<Child>),
    /// `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Other(UntypedObject),
}

/// `example.everything`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}",
    odata_type = "#example.everything"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `binary`, `Edm.Binary`.
    pub binary: Option<Binary>,
    /// `boolean`, `Edm.Boolean`.
    pub boolean: bool,
    /// `byte`, `Edm.Byte`.
    pub byte: u8,
    /// `date`, `Edm.Date`.
    pub date: Option<Date>,
    /// `dateTimeOffset`, `Edm.DateTimeOffset`.
    pub date_time_offset: DateTimeOffset,
    /// `decimal`, `Edm.Decimal`.
    pub decimal: Option<Decimal>,
    /// `double`, `Edm.Double`.
    pub double: Option<f64>,
    /// `duration`, `Edm.Duration`.
    pub duration: Duration,
    /// `guid`, `Edm.Guid`.
    pub guid: Option<Guid>,
    /// `int16`, `Edm.Int16`.
    pub int16: Option<i16>,
    /// `int32`, `Edm.Int32`.
    pub int32: Option<i32>,
    /// `int64`, `Edm.Int64`.
    pub int64: i64,
    /// `sByte`, `Edm.SByte`.
    pub s_byte: Option<i8>,
    /// `single`, `Edm.Single`.
    pub single: Option<f64>,
    /// `string`, `Edm.String`.
    pub string: String,
    /// `timeOfDay`, `Edm.TimeOfDay`.
    pub time_of_day: Option<TimeOfDay>,
    /// `untyped`, `Edm.Untyped`.
    pub untyped: Option<Untyped>,
    /// `point`, `Edm.Untyped`.
    pub point: Option<Untyped>,
    /// `defined`, `Edm.Int16`.
    pub defined: Option<i16>,
    /// `unknown`, `example.nothing`.
    pub unknown: Option<Untyped>,
    /// `json`, `microsoft.graph.Json`.
    pub json: Option<Untyped>,
    /// `jsons`, `Collection(microsoft.graph.Json)`.
    #[graph(optional)]
    pub jsons: Option<Vec<Untyped>>,
    /// `size`, `example.size`.
    pub size: Size,
    /// `rights`, `example.rights`.
    pub rights: Option<Flags<Rights>>,
    /// `empty`, `example.emptyEnumeration`.
    pub empty: Option<String>,
    /// `names`, `Collection(Edm.String)`.
    pub names: Vec<String>,
    /// `numbers`, `Collection(Edm.Int64)`.
    #[graph(optional)]
    pub numbers: Option<Vec<Option<i64>>>,
    /// `sizes`, `Collection(example.size)`.
    #[graph(optional)]
    pub sizes: Option<Vec<Option<Size>>>,
    /// `leaves`, `Collection(example.leaf)`.
    #[graph(optional)]
    pub leaves: Option<Vec<Option<Leaf>>>,
    /// `shape`, `example.shape`.
    pub shape: Option<AnyShape>,
    /// `shapes`, `Collection(example.shape)`.
    pub shapes: Vec<AnyShape>,
    /// `tree`, `example.tree`.
    pub tree: Option<Tree>,
    /// `computed`, `Edm.String`.
    #[graph(read_only)]
    pub computed: Option<String>,
    /// Set once.
    ///
    /// It is given at creation and never changes.
    pub immutable: Option<String>,
    /// The address that `parent` is to refer to, `example.everything`.
    #[graph(optional, name = "parent@odata.bind")]
    pub parent_bind: Option<String>,
    /// The addresses that `friends` is to refer to, `Collection(example.everything)`.
    #[graph(optional, name = "friends@odata.bind")]
    pub friends_bind: Option<Vec<String>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.child`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/children/{childId}",
    odata_type = "#example.child"
)]
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Child {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `a`, `Edm.Boolean`.
    pub a: bool,
    /// `b`, `Edm.Boolean`.
    pub b: bool,
    /// `c`, `Edm.Boolean`.
    pub c: bool,
    /// `d`, `Edm.Boolean`.
    pub d: bool,
}

/// `example.rule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.rule",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
}

/// A value of `example.rule` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRule {
    /// `example.approvalRule`.
    ApprovalRule(Box<ApprovalRule>),
    /// `example.expirationRule`.
    ExpirationRule(Box<ExpirationRule>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Other(UntypedObject),
}

/// `example.approvalRule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.approvalRule"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalRule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
    /// `approvers`, `Collection(Edm.String)`.
    #[graph(optional)]
    pub approvers: Option<Vec<Option<String>>>,
}

/// `example.expirationRule`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}/rules/{ruleId}",
    odata_type = "#example.expirationRule"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct ExpirationRule {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `target`, `Edm.String`.
    pub target: Option<String>,
    /// `maximumDuration`, `Edm.Duration`.
    pub maximum_duration: Option<Duration>,
}

/// `example.shape`, a complex type.
#[graph_complex(odata_type = "#example.shape", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// `color`, `Edm.String`.
    pub color: Option<String>,
}

/// A value of `example.shape` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyShape {
    /// `example.circle`.
    Circle(Box<Circle>),
    /// `example.polygon`.
    Polygon(Box<Polygon>),
    /// `example.square`.
    Square(Box<Square>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Other(UntypedObject),
}

/// `example.circle`, a complex type.
#[graph_complex(odata_type = "#example.circle")]
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// `color`, `Edm.String`.
    pub color: Option<String>,
    /// `radius`, `Edm.Double`.
    pub radius: f64,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.polygon`, a complex type.
#[graph_complex(odata_type = "#example.polygon")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// `color`, `Edm.String`.
    pub color: Option<String>,
    /// `corners`, `Collection(Edm.Double)`.
    pub corners: Vec<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// A value of `example.polygon` or of a type that extends it.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyPolygon {
    /// `example.polygon` itself.
    #[graph(base)]
    Polygon(Box<Polygon>),
    /// `example.square`.
    Square(Box<Square>),
    /// A type that is not declared here, kept whole.
    #[graph(other)]
    Other(UntypedObject),
}

/// `example.square`, a complex type.
#[graph_complex(odata_type = "#example.square")]
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// `color`, `Edm.String`.
    pub color: String,
    /// `corners`, `Collection(Edm.Double)`.
    pub corners: Vec<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.tree`, a complex type.
#[graph_complex(odata_type = "#example.tree")]
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// `left`, `example.tree`.
    pub left: Option<Box<Tree>>,
    /// `right`, `example.tree`.
    pub right: Option<Box<Tree>>,
    /// `leaf`, `example.leaf`.
    pub leaf: Leaf,
    /// `branches`, `Collection(example.tree)`.
    #[graph(optional)]
    pub branches: Option<Vec<Option<Tree>>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.leaf`, a complex type.
#[graph_complex(odata_type = "#example.leaf")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaf {
    /// `tree`, `example.tree`.
    #[graph(optional)]
    pub tree: Option<Box<Tree>>,
    /// `polygon`, `example.polygon`.
    pub polygon: Option<AnyPolygon>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.size`, an enumeration.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Size {
    /// `small`, 0.
    Small,
    /// `macOS`, 1.
    #[graph(name = "macOS")]
    MacOs,
    /// `v10_0`, 2.
    #[graph(name = "v10_0")]
    V10_0,
    /// `other`, 3.
    Other,
    /// `self`, 4.
    Self_,
    /// A member that is not declared here, as it is on the wire.
    #[graph(other)]
    Undeclared(String),
}

/// `example.rights`, a set of members.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rights {
    /// `read`, 1.
    Read,
    /// `write`, 2.
    Write,
    /// A member that is not declared here, as it is on the wire.
    #[graph(other)]
    Other(String),
}
