//! Types.

use std::borrow::Borrow;
use std::fmt;

use super::Annotations;
use crate::error::Place;

/// A name with its namespace, for example `microsoft.graph.callRecords.session`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(String);

impl TypeName {
    pub(crate) fn new(qualified: impl Into<String>) -> Self {
        Self(qualified.into())
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last dot.
    pub fn short(&self) -> &str {
        self.0.rsplit_once('.').map_or(&self.0, |(_, short)| short)
    }

    /// What stands before the last dot.
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }
}

impl Borrow<str> for TypeName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A type that the file defines.
#[derive(Debug, Clone, Copy)]
pub enum Type<'a> {
    /// An entity type or a complex type.
    Structured(&'a StructuredType),
    /// An enumeration.
    Enumeration(&'a Enumeration),
}

impl<'a> Type<'a> {
    /// Its name.
    pub fn name(self) -> &'a TypeName {
        match self {
            Self::Structured(structured) => &structured.name,
            Self::Enumeration(enumeration) => &enumeration.name,
        }
    }

    /// Where it is defined.
    pub fn place(self) -> Place {
        match self {
            Self::Structured(structured) => structured.place,
            Self::Enumeration(enumeration) => enumeration.place,
        }
    }
}

/// Whether a structured type has an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StructuredKind {
    /// An entity type: it has a key, and its values have addresses.
    Entity,
    /// A complex type: its values are parts of others.
    Complex,
}

/// An entity type or a complex type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StructuredType {
    /// Its name.
    pub name: TypeName,
    /// Whether it is an entity type.
    pub kind: StructuredKind,
    /// The type that it extends.
    pub base: Option<TypeName>,
    pub(crate) base_place: Place,
    /// Whether only derived types have values.
    pub is_abstract: bool,
    /// Whether it says that its values may hold members that it does not define; base types may say so too:
    /// [`Model::is_open`](super::Model::is_open).
    pub is_open: bool,
    /// Whether its entities are streams.
    pub has_stream: bool,
    /// The names of the key properties; empty if a base type defines the key.
    pub key: Vec<String>,
    /// The properties that it defines itself.
    pub properties: Vec<Property>,
    /// The navigation properties that it defines itself.
    pub navigation: Vec<NavigationProperty>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

impl StructuredType {
    /// Whether its values are any JSON: objects, arrays, text, numbers. `microsoft.graph.Json` is defined as a complex type
    /// without members and holds all of these, such as the cells of a range in a workbook.
    ///
    /// Other complex types without members mark something by being there, such as `microsoft.graph.systemFacet`.
    pub fn is_any_json(&self) -> bool {
        self.name.as_str() == "microsoft.graph.Json"
            && self.kind == StructuredKind::Complex
            && self.base.is_none()
            && self.properties.is_empty()
            && self.navigation.is_empty()
    }
}

/// A structural property.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_ref: TypeRef,
    /// `Nullable` as the file says it.
    pub nullable: Option<bool>,
    /// `DefaultValue` as the file says it.
    pub default: Option<String>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

impl Property {
    /// Whether `null` is a value of it: of a single value unless the file says `Nullable="false"`, of a collection never
    /// ([CSDL 4.01, 7.2.1](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Nullable)).
    pub fn is_nullable(&self) -> bool {
        !self.type_ref.is_collection && self.nullable != Some(false)
    }

    /// Whether the items of a collection may be null: what `Nullable` says of a collection. `None` if the file does not
    /// say it; there is no default ([CSDL 4.01, 7.2.1](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Nullable)).
    /// `Some(false)` for a single value, which has no items.
    pub fn has_nullable_items(&self) -> Option<bool> {
        if self.type_ref.is_collection { self.nullable } else { Some(false) }
    }
}

/// A navigation property: a relation to entities.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NavigationProperty {
    /// Its name.
    pub name: String,
    /// The type of the related entities.
    pub type_ref: TypeRef,
    /// `Nullable` as the file says it.
    pub nullable: Option<bool>,
    /// Whether the related entities have their address under this one's.
    pub contains_target: bool,
    /// The navigation property in the other direction.
    pub partner: Option<String>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// An enumeration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Enumeration {
    /// Its name.
    pub name: TypeName,
    /// Whether its values are sets of members.
    pub is_flags: bool,
    /// The type of the numbers.
    pub underlying: Primitive,
    /// The members in the order of the file.
    pub members: Vec<EnumerationMember>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// A member of an enumeration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EnumerationMember {
    /// Its name.
    pub name: String,
    /// Its number: the one that the file gives, else one more than the member before.
    pub value: i64,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// The type of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeRef {
    /// The type of the value, or of each value of a collection.
    pub element: ElementType,
    /// Whether it is a collection.
    pub is_collection: bool,
}

impl TypeRef {
    /// The name if the file, not the standard, defines the type.
    pub fn named(&self) -> Option<&TypeName> {
        match &self.element {
            ElementType::Named(name) => Some(name),
            ElementType::Primitive(_) => None,
        }
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.element {
            ElementType::Primitive(primitive) => primitive.name(),
            ElementType::Named(name) => name.as_str(),
        };
        if self.is_collection { write!(f, "Collection({name})") } else { f.write_str(name) }
    }
}

/// The type of a single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementType {
    /// A type of the standard. A type definition stands as the type below it.
    Primitive(Primitive),
    /// A type of the file, by its qualified name without alias.
    Named(TypeName),
}

macro_rules! primitives {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A type that the standard defines
        /// ([CSDL 4.01, 3.3](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes)).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Primitive {
            $($(#[$doc])* $variant,)*
        }

        impl Primitive {
            /// The name with its namespace, for example `Edm.String`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The type with that name; geographic, geometric and abstract types are [`Primitive::Untyped`].
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    "Edm.PrimitiveType" | "Edm.ComplexType" | "Edm.EntityType" => Some(Self::Untyped),
                    _ if name.starts_with("Edm.Geography") || name.starts_with("Edm.Geometry") => Some(Self::Untyped),
                    _ => None,
                }
            }
        }
    };
}

primitives! {
    /// Bytes.
    Binary = "Edm.Binary",
    /// True or false.
    Boolean = "Edm.Boolean",
    /// 0 to 255.
    Byte = "Edm.Byte",
    /// A day.
    Date = "Edm.Date",
    /// A point in time.
    DateTimeOffset = "Edm.DateTimeOffset",
    /// A number in decimal digits.
    Decimal = "Edm.Decimal",
    /// A 64-bit floating-point number.
    Double = "Edm.Double",
    /// A length of time.
    Duration = "Edm.Duration",
    /// A 128-bit identifier.
    Guid = "Edm.Guid",
    /// A 16-bit number.
    Int16 = "Edm.Int16",
    /// A 32-bit number.
    Int32 = "Edm.Int32",
    /// A 64-bit number.
    Int64 = "Edm.Int64",
    /// -128 to 127.
    SByte = "Edm.SByte",
    /// A 32-bit floating-point number.
    Single = "Edm.Single",
    /// Bytes with an address of their own.
    Stream = "Edm.Stream",
    /// Text.
    String = "Edm.String",
    /// A time of day.
    TimeOfDay = "Edm.TimeOfDay",
    /// Any JSON value.
    Untyped = "Edm.Untyped",
}
