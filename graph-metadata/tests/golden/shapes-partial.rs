use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, Nullable,
    TimeOfDay, Untyped, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

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
    pub id: Option<String>,
    /// The property `binary` (`Edm.Binary`).
    pub binary: Nullable<Binary>,
    /// The property `boolean` (`Edm.Boolean`).
    #[graph(optional)]
    pub boolean: Option<bool>,
    /// The property `byte` (`Edm.Byte`).
    #[graph(optional)]
    pub byte: Option<u8>,
    /// The property `date` (`Edm.Date`).
    pub date: Nullable<Date>,
    /// The property `dateTimeOffset` (`Edm.DateTimeOffset`).
    #[graph(optional)]
    pub date_time_offset: Option<DateTimeOffset>,
    /// The property `decimal` (`Edm.Decimal`).
    pub decimal: Nullable<Decimal>,
    /// The property `double` (`Edm.Double`).
    pub double: Nullable<f64>,
    /// The property `duration` (`Edm.Duration`).
    #[graph(optional)]
    pub duration: Option<Duration>,
    /// The property `guid` (`Edm.Guid`).
    pub guid: Nullable<Guid>,
    /// The property `int16` (`Edm.Int16`).
    pub int16: Nullable<i16>,
    /// The property `int32` (`Edm.Int32`).
    pub int32: Nullable<i32>,
    /// The property `int64` (`Edm.Int64`).
    #[graph(optional)]
    pub int64: Option<i64>,
    /// The property `sByte` (`Edm.SByte`).
    pub s_byte: Nullable<i8>,
    /// The property `single` (`Edm.Single`).
    pub single: Nullable<f64>,
    /// The property `string` (`Edm.String`).
    #[graph(optional)]
    pub string: Option<String>,
    /// The property `timeOfDay` (`Edm.TimeOfDay`).
    pub time_of_day: Nullable<TimeOfDay>,
    /// The property `untyped` (`Edm.Untyped`).
    pub untyped: Nullable<Untyped>,
    /// The property `point` (`Edm.Untyped`).
    pub point: Nullable<Untyped>,
    /// The property `defined` (`Edm.Int16`).
    pub defined: Nullable<i16>,
    /// The property `unknown` (`example.nothing`).
    pub unknown: Nullable<Untyped>,
    /// The property `json` (`microsoft.graph.Json`).
    pub json: Nullable<Untyped>,
    /// The property `jsons` (`Collection(microsoft.graph.Json)`).
    #[graph(optional)]
    pub jsons: Option<Vec<Untyped>>,
    /// The property `size` (`example.size`).
    #[graph(optional)]
    pub size: Option<Size>,
    /// The property `rights` (`example.rights`).
    pub rights: Nullable<Flags<Rights>>,
    /// The property `empty` (`example.emptyEnumeration`).
    pub empty: Nullable<String>,
    /// The property `names` (`Collection(Edm.String)`).
    #[graph(optional)]
    pub names: Option<Vec<String>>,
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
    pub shape: Nullable<AnyShape>,
    /// The property `shapes` (`Collection(example.shape)`).
    #[graph(optional)]
    pub shapes: Option<Vec<AnyShape>>,
    /// The property `tree` (`example.tree`).
    pub tree: Nullable<Tree>,
    /// The property `computed` (`Edm.String`).
    #[graph(read_only)]
    pub computed: Nullable<String>,
    /// Set once.
    ///
    /// It is set at creation and never changes.
    #[graph(create_only)]
    pub immutable: Nullable<String>,
    /// The navigation property `parent` (`example.everything`).
    pub parent: Nullable<Box<Everything>>,
    /// The addresses of the entities that `friends` refers to (`Collection(example.everything)`).
    #[graph(optional, name = "friends@odata.bind")]
    pub friends_bind: Option<Vec<String>>,
    /// The navigation property `children` (`Collection(example.child)`).
    #[graph(optional)]
    pub children: Option<Vec<Child>>,
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

/// The complex type `example.leaf`.
#[graph_complex(odata_type = "#example.leaf")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaf {
    /// The property `tree` (`example.tree`).
    #[graph(optional)]
    pub tree: Option<Box<Tree>>,
    /// The property `polygon` (`example.polygon`).
    pub polygon: Nullable<AnyPolygon>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
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

/// The complex type `example.tree`.
#[graph_complex(odata_type = "#example.tree")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// The property `left` (`example.tree`).
    pub left: Nullable<Box<Tree>>,
    /// The property `right` (`example.tree`).
    pub right: Nullable<Box<Tree>>,
    /// The property `leaf` (`example.leaf`).
    #[graph(optional)]
    pub leaf: Option<Leaf>,
    /// The property `branches` (`Collection(example.tree)`).
    pub branches: Nullable<Vec<Option<Tree>>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The entity type `example.child`.
#[graph_complex(odata_type = "#example.child")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Child {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: Option<String>,
    /// The property `a` (`Edm.Boolean`).
    #[graph(optional)]
    pub a: Option<bool>,
    /// The property `b` (`Edm.Boolean`).
    #[graph(optional)]
    pub b: Option<bool>,
    /// The property `c` (`Edm.Boolean`).
    #[graph(optional)]
    pub c: Option<bool>,
    /// The property `d` (`Edm.Boolean`).
    #[graph(optional)]
    pub d: Option<bool>,
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

/// The complex type `example.circle`.
#[graph_complex(odata_type = "#example.circle")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Circle {
    /// The property `color` (`Edm.String`).
    pub color: Nullable<String>,
    /// The property `radius` (`Edm.Double`).
    #[graph(optional)]
    pub radius: Option<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.polygon`.
#[graph_complex(odata_type = "#example.polygon")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// The property `color` (`Edm.String`).
    pub color: Nullable<String>,
    /// The property `corners` (`Collection(Edm.Double)`).
    #[graph(optional)]
    pub corners: Option<Vec<f64>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// The complex type `example.square`.
#[graph_complex(odata_type = "#example.square")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Square {
    /// The property `color` (`Edm.String`).
    #[graph(optional)]
    pub color: Option<String>,
    /// The property `corners` (`Collection(Edm.Double)`).
    #[graph(optional)]
    pub corners: Option<Vec<f64>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}
