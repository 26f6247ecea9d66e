use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, Nullable,
    TimeOfDay, Untyped, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// `example.everything`, an entity type.
#[graph_resource(
    path = "/everything/{everythingId}",
    odata_type = "#example.everything"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: Option<String>,
    /// `binary`, `Edm.Binary`.
    pub binary: Nullable<Binary>,
    /// `boolean`, `Edm.Boolean`.
    #[graph(optional)]
    pub boolean: Option<bool>,
    /// `byte`, `Edm.Byte`.
    #[graph(optional)]
    pub byte: Option<u8>,
    /// `date`, `Edm.Date`.
    pub date: Nullable<Date>,
    /// `dateTimeOffset`, `Edm.DateTimeOffset`.
    #[graph(optional)]
    pub date_time_offset: Option<DateTimeOffset>,
    /// `decimal`, `Edm.Decimal`.
    pub decimal: Nullable<Decimal>,
    /// `double`, `Edm.Double`.
    pub double: Nullable<f64>,
    /// `duration`, `Edm.Duration`.
    #[graph(optional)]
    pub duration: Option<Duration>,
    /// `guid`, `Edm.Guid`.
    pub guid: Nullable<Guid>,
    /// `int16`, `Edm.Int16`.
    pub int16: Nullable<i16>,
    /// `int32`, `Edm.Int32`.
    pub int32: Nullable<i32>,
    /// `int64`, `Edm.Int64`.
    #[graph(optional)]
    pub int64: Option<i64>,
    /// `sByte`, `Edm.SByte`.
    pub s_byte: Nullable<i8>,
    /// `single`, `Edm.Single`.
    pub single: Nullable<f64>,
    /// `string`, `Edm.String`.
    #[graph(optional)]
    pub string: Option<String>,
    /// `timeOfDay`, `Edm.TimeOfDay`.
    pub time_of_day: Nullable<TimeOfDay>,
    /// `untyped`, `Edm.Untyped`.
    pub untyped: Nullable<Untyped>,
    /// `point`, `Edm.Untyped`.
    pub point: Nullable<Untyped>,
    /// `defined`, `Edm.Int16`.
    pub defined: Nullable<i16>,
    /// `unknown`, `example.nothing`.
    pub unknown: Nullable<Untyped>,
    /// `json`, `microsoft.graph.Json`.
    pub json: Nullable<Untyped>,
    /// `jsons`, `Collection(microsoft.graph.Json)`.
    #[graph(optional)]
    pub jsons: Option<Vec<Untyped>>,
    /// `size`, `example.size`.
    #[graph(optional)]
    pub size: Option<Size>,
    /// `rights`, `example.rights`.
    pub rights: Nullable<Flags<Rights>>,
    /// `empty`, `example.emptyEnumeration`.
    pub empty: Nullable<String>,
    /// `names`, `Collection(Edm.String)`.
    #[graph(optional)]
    pub names: Option<Vec<String>>,
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
    pub shape: Nullable<AnyShape>,
    /// `shapes`, `Collection(example.shape)`.
    #[graph(optional)]
    pub shapes: Option<Vec<AnyShape>>,
    /// `tree`, `example.tree`.
    pub tree: Nullable<Tree>,
    /// `computed`, `Edm.String`.
    #[graph(read_only)]
    pub computed: Nullable<String>,
    /// Set once.
    ///
    /// It is given at creation and never changes.
    pub immutable: Nullable<String>,
    /// `parent`, `example.everything`.
    pub parent: Nullable<Box<Everything>>,
    /// The addresses that `friends` is to refer to, `Collection(example.everything)`.
    #[graph(optional, name = "friends@odata.bind")]
    pub friends_bind: Option<Vec<String>>,
    /// `children`, `Collection(example.child)`.
    #[graph(optional)]
    pub children: Option<Vec<Child>>,
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

/// `example.leaf`, a complex type.
#[graph_complex(odata_type = "#example.leaf")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaf {
    /// `tree`, `example.tree`.
    #[graph(optional)]
    pub tree: Option<Box<Tree>>,
    /// `polygon`, `example.polygon`.
    pub polygon: Nullable<AnyPolygon>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
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

/// `example.tree`, a complex type.
#[graph_complex(odata_type = "#example.tree")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// `left`, `example.tree`.
    pub left: Nullable<Box<Tree>>,
    /// `right`, `example.tree`.
    pub right: Nullable<Box<Tree>>,
    /// `leaf`, `example.leaf`.
    #[graph(optional)]
    pub leaf: Option<Leaf>,
    /// `branches`, `Collection(example.tree)`.
    pub branches: Nullable<Vec<Option<Tree>>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.child`, an entity type.
#[graph_complex(odata_type = "#example.child")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Child {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: Option<String>,
    /// `a`, `Edm.Boolean`.
    #[graph(optional)]
    pub a: Option<bool>,
    /// `b`, `Edm.Boolean`.
    #[graph(optional)]
    pub b: Option<bool>,
    /// `c`, `Edm.Boolean`.
    #[graph(optional)]
    pub c: Option<bool>,
    /// `d`, `Edm.Boolean`.
    #[graph(optional)]
    pub d: Option<bool>,
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

/// `example.circle`, a complex type.
#[graph_complex(odata_type = "#example.circle")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Circle {
    /// `color`, `Edm.String`.
    pub color: Nullable<String>,
    /// `radius`, `Edm.Double`.
    #[graph(optional)]
    pub radius: Option<f64>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.polygon`, a complex type.
#[graph_complex(odata_type = "#example.polygon")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// `color`, `Edm.String`.
    pub color: Nullable<String>,
    /// `corners`, `Collection(Edm.Double)`.
    #[graph(optional)]
    pub corners: Option<Vec<f64>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}

/// `example.square`, a complex type.
#[graph_complex(odata_type = "#example.square")]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Square {
    /// `color`, `Edm.String`.
    #[graph(optional)]
    pub color: Option<String>,
    /// `corners`, `Collection(Edm.Double)`.
    #[graph(optional)]
    pub corners: Option<Vec<f64>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub dynamic_properties: DynamicProperties,
}
