//! A resource with every type that a property can have.

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, Nullable, TimeOfDay, Untyped,
    UntypedObject, graph_complex, graph_enum, graph_resource, graph_union,
};

/// An enumeration, used alone and as flags.
#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
pub enum Day {
    /// `sunday`
    Sunday,
    /// `monday`
    Monday,
    /// Not declared.
    #[graph(other)]
    Other(String),
}

/// A complex type that holds itself.
#[graph_complex(odata_type = "#test.node", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// The service's.
    #[graph(read_only)]
    pub revision: Option<i32>,
    /// Null and absent are one.
    pub name: Option<String>,
    /// Null and absent are two.
    pub note: Nullable<String>,
    /// Never null.
    #[graph(optional)]
    pub weight: Option<f64>,
    /// One below.
    pub inner: Option<Box<Node>>,
    /// One below that can be null.
    pub other: Nullable<Box<Node>>,
    /// Many below.
    pub children: Option<Vec<Node>>,
    /// Derived types below.
    pub shape: Option<AnyShape>,
    /// An open type below.
    pub labels: Option<Labels>,
    /// Not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// The base of the shapes.
#[graph_complex(odata_type = "#test.shape")]
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Of any shape.
    pub name: Option<String>,
    /// Not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A shape.
#[graph_complex(odata_type = "#test.circle", tag = never)]
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// Of any shape.
    pub name: Option<String>,
    /// Must be there.
    pub radius: f64,
    /// Goes down again.
    pub center: Option<Box<Node>>,
    /// Not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A shape that holds shapes.
#[graph_complex(odata_type = "#test.square")]
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// Of any shape.
    pub name: Option<String>,
    /// Null and absent are two.
    pub side: Nullable<i32>,
    /// What is inside.
    pub inside: Option<Box<AnyShape>>,
    /// Not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// Any of the shapes.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyShape {
    /// A circle.
    Circle(Circle),
    /// A square.
    Square(Box<Square>),
    /// None that is derived.
    #[graph(base)]
    Shape(Shape),
    /// Not declared.
    #[graph(other)]
    Other(UntypedObject),
}

/// An open type.
#[graph_complex(odata_type = "#test.labels", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// Declared.
    pub color: Option<String>,
    /// Not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A resource with every type that a property can have.
#[graph_resource(path = "/everything/{everythingId}", odata_type = "#test.everything")]
#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    /// Its key.
    #[graph(key)]
    pub id: Option<String>,
    /// The service's.
    #[graph(read_only)]
    pub created: Option<DateTimeOffset>,
    /// `Edm.Boolean`
    pub flag: Option<bool>,
    /// `Edm.SByte`
    pub tiny: Option<i8>,
    /// `Edm.Byte`
    pub byte: Option<u8>,
    /// `Edm.Int16`
    pub short: Option<i16>,
    /// `Edm.Int32`
    #[graph(optional)]
    pub int: Option<i32>,
    /// `Edm.Int64`
    pub long: Nullable<i64>,
    /// `Edm.Single`
    pub single: Option<f32>,
    /// `Edm.Double`
    pub double: Option<f64>,
    /// `Edm.Decimal`
    pub decimal: Option<Decimal>,
    /// `Edm.String`
    pub text: Nullable<String>,
    /// `Edm.DateTimeOffset`
    pub moment: Option<DateTimeOffset>,
    /// `Edm.Date`
    pub date: Option<Date>,
    /// `Edm.TimeOfDay`
    pub time: Option<TimeOfDay>,
    /// `Edm.Duration`
    pub length: Option<Duration>,
    /// `Edm.Guid`
    pub guid: Option<Guid>,
    /// `Edm.Binary`
    pub binary: Option<Binary>,
    /// An enumeration
    pub day: Option<Day>,
    /// Flags
    pub days: Option<Flags<Day>>,
    /// A collection
    pub texts: Option<Vec<String>>,
    /// A collection with nulls
    pub numbers: Option<Vec<Option<i32>>>,
    /// A complex type
    pub node: Nullable<Node>,
    /// A collection of them
    pub nodes: Option<Vec<Node>>,
    /// A base type
    pub shape: Option<AnyShape>,
    /// A collection of one
    pub shapes: Option<Vec<AnyShape>>,
    /// An open type
    pub labels: Option<Labels>,
    /// `Edm.Untyped`
    pub anything: Option<Untyped>,
    /// A reference
    #[graph(name = "owner@odata.bind")]
    pub owner: Option<String>,
    /// Not declared
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}
