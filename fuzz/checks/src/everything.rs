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
    /// An undeclared member.
    #[graph(other)]
    Other(String),
}

/// A complex type that contains itself.
#[graph_complex(odata_type = "#test.node", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// A computed property.
    #[graph(read_only)]
    pub revision: Option<i32>,
    /// A property whose null equals absence.
    pub name: Option<String>,
    /// A property whose null differs from absence.
    pub note: Nullable<String>,
    /// A property that is never null.
    #[graph(optional)]
    pub weight: Option<f64>,
    /// A value of the same type.
    pub inner: Option<Box<Node>>,
    /// A nullable value of the same type.
    pub other: Nullable<Box<Node>>,
    /// A collection of the same type.
    pub children: Option<Vec<Node>>,
    /// A value of a type with derived types.
    pub shape: Option<AnyShape>,
    /// A value of an open type.
    pub labels: Option<Labels>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// The base type of the shapes.
#[graph_complex(odata_type = "#test.shape")]
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// An inherited property.
    pub name: Option<String>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A derived type with a required property.
#[graph_complex(odata_type = "#test.circle", tag = never)]
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// An inherited property.
    pub name: Option<String>,
    /// A required property.
    pub radius: f64,
    /// A value of the type that contains shapes.
    pub center: Option<Box<Node>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A derived type that contains shapes.
#[graph_complex(odata_type = "#test.square")]
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// An inherited property.
    pub name: Option<String>,
    /// A property whose null differs from absence.
    pub side: Nullable<i32>,
    /// A value of the base type.
    pub inside: Option<Box<AnyShape>>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A value of the base type or of a derived type.
#[graph_union]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyShape {
    /// A circle.
    Circle(Circle),
    /// A square.
    Square(Box<Square>),
    /// The base type itself.
    #[graph(base)]
    Shape(Shape),
    /// An undeclared type.
    #[graph(other)]
    Other(UntypedObject),
}

/// An open type.
#[graph_complex(odata_type = "#test.labels", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// A declared property.
    pub color: Option<String>,
    /// Properties that are not declared.
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}

/// A resource with every type that a property can have.
#[graph_resource(path = "/everything/{everythingId}", odata_type = "#test.everything")]
#[derive(Debug, Clone, PartialEq)]
pub struct Everything {
    /// The key.
    #[graph(key)]
    pub id: Option<String>,
    /// A computed property.
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
    /// An enumeration type
    pub day: Option<Day>,
    /// A flags enumeration type
    pub days: Option<Flags<Day>>,
    /// A collection
    pub texts: Option<Vec<String>>,
    /// A collection with nulls
    pub numbers: Option<Vec<Option<i32>>>,
    /// A complex type
    pub node: Nullable<Node>,
    /// A collection of complex values
    pub nodes: Option<Vec<Node>>,
    /// A type with derived types
    pub shape: Option<AnyShape>,
    /// A collection of a type with derived types
    pub shapes: Option<Vec<AnyShape>>,
    /// An open type
    pub labels: Option<Labels>,
    /// `Edm.Untyped`
    pub anything: Option<Untyped>,
    /// A reference
    #[graph(name = "owner@odata.bind")]
    pub owner: Option<String>,
    /// Properties that are not declared
    #[graph(dynamic_properties)]
    pub rest: DynamicProperties,
}
