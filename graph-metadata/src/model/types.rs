//! Types and their properties.

use std::borrow::Borrow;
use std::fmt;

use super::Annotations;
use crate::error::SourceSpan;

/// A name with its namespace, such as `microsoft.graph.callRecords.session`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName(String);

impl QualifiedName {
    pub(crate) fn new(qualified: impl Into<String>) -> Self {
        Self(qualified.into())
    }

    /// Returns the whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the part after the last dot.
    pub fn short(&self) -> &str {
        self.0.rsplit_once('.').map_or(&self.0, |(_, short)| short)
    }

    /// Returns the part before the last dot.
    pub fn namespace(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }
}

impl Borrow<str> for QualifiedName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A type that a schema defines.
#[derive(Debug, Clone, Copy)]
pub enum SchemaType<'a> {
    /// An entity type or a complex type.
    Structured(&'a StructuredType),
    /// An enumeration type.
    Enum(&'a EnumType),
}

impl<'a> SchemaType<'a> {
    /// Returns the qualified name.
    pub fn name(self) -> &'a QualifiedName {
        match self {
            Self::Structured(found) => &found.name,
            Self::Enum(found) => &found.name,
        }
    }

    /// Returns the span of the definition.
    pub fn span(self) -> SourceSpan {
        match self {
            Self::Structured(found) => found.span,
            Self::Enum(found) => found.span,
        }
    }
}

/// The kind of a structured type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StructuredKind {
    /// An entity type: its values have a key and an address.
    Entity,
    /// A complex type: its values have no key and are parts of other values.
    Complex,
}

/// An entity type or a complex type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StructuredType {
    /// The qualified name.
    pub name: QualifiedName,
    /// Whether it is an entity type or a complex type.
    pub kind: StructuredKind,
    /// The type that it derives from.
    pub base_type: Option<QualifiedName>,
    pub(crate) base_type_span: SourceSpan,
    /// Whether only derived types can have values.
    pub is_abstract: bool,
    /// Whether the type itself is marked as open. A type is also open if its base type is:
    /// [`Model::is_open`](super::Model::is_open).
    pub is_open: bool,
    /// Whether its entities are media entities.
    pub has_stream: bool,
    /// The names of the key properties; empty if a base type defines the key.
    pub key: Vec<String>,
    /// The structural properties that the type itself defines.
    pub properties: Vec<StructuralProperty>,
    /// The navigation properties that the type itself defines.
    pub navigation_properties: Vec<NavigationProperty>,
    /// The annotations.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

impl StructuredType {
    /// Returns whether the values of the type are arbitrary JSON: objects, arrays, text or numbers.
    ///
    /// `microsoft.graph.Json` is defined as a complex type without properties, but its values are of all these kinds, such
    /// as the cells of a range in a workbook. Other complex types without properties are markers whose presence has a
    /// meaning, such as `microsoft.graph.systemFacet`.
    pub fn is_any_json(&self) -> bool {
        self.name.as_str() == "microsoft.graph.Json"
            && self.kind == StructuredKind::Complex
            && self.base_type.is_none()
            && self.properties.is_empty()
            && self.navigation_properties.is_empty()
    }
}

/// A structural property.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StructuralProperty {
    /// The name.
    pub name: String,
    /// The type.
    pub type_ref: TypeRef,
    /// The value of `Nullable` in the file.
    pub nullable: Option<bool>,
    /// The value of `DefaultValue` in the file.
    pub default_value: Option<String>,
    /// The annotations.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

impl StructuralProperty {
    /// Returns whether the value can be `null`.
    ///
    /// A single value can be `null` unless the file has `Nullable="false"`; a collection is never `null`
    /// ([CSDL 4.01, 7.2.1](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Nullable)).
    pub fn is_nullable(&self) -> bool {
        !self.type_ref.is_collection && self.nullable != Some(false)
    }

    /// Returns whether the items of a collection can be `null`.
    ///
    /// This is the meaning of `Nullable` for a collection. Returns `None` if the file has no value for it: there is no default
    /// ([CSDL 4.01, 7.2.1](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_Nullable)).
    /// Returns `Some(false)` for a single value, which has no items.
    pub fn has_nullable_items(&self) -> Option<bool> {
        if self.type_ref.is_collection { self.nullable } else { Some(false) }
    }
}

/// A navigation property: a relationship to entities.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NavigationProperty {
    /// The name.
    pub name: String,
    /// The type of the related entities.
    pub type_ref: TypeRef,
    /// The value of `Nullable` in the file.
    pub nullable: Option<bool>,
    /// Whether the related entities are contained. Their addresses then start with the address of this entity.
    pub contains_target: bool,
    /// The navigation property for the opposite direction.
    pub partner: Option<String>,
    /// The annotations.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// An enumeration type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EnumType {
    /// The qualified name.
    pub name: QualifiedName,
    /// Whether a value can combine several members.
    pub is_flags: bool,
    /// The integer type of the members.
    pub underlying_type: PrimitiveType,
    /// The members in the order of the file.
    pub members: Vec<EnumMember>,
    /// The annotations.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// A member of an enumeration type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EnumMember {
    /// The name.
    pub name: String,
    /// The number. If the file has none, it is one more than the number of the previous member.
    pub value: i64,
    /// The annotations.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// A reference to the type of a property, a parameter or a result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeRef {
    /// The type of the single value, or of each item of a collection.
    pub element: ElementType,
    /// Whether it is a collection.
    pub is_collection: bool,
}

impl TypeRef {
    /// Returns the qualified name if the type is not a primitive type.
    pub fn named(&self) -> Option<&QualifiedName> {
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

/// The type of a single value or of an item of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementType {
    /// A primitive type. A type definition is replaced by its underlying type.
    Primitive(PrimitiveType),
    /// A type that a schema defines, by its qualified name without alias.
    Named(QualifiedName),
}

macro_rules! primitives {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A primitive type that CSDL defines
        /// ([CSDL 4.01, 3.3](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes)).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum PrimitiveType {
            $($(#[$doc])* $variant,)*
        }

        impl PrimitiveType {
            /// Returns the name with its namespace, such as `Edm.String`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the type with that name; geographic, geometric and abstract types are [`PrimitiveType::Untyped`].
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
    /// An unsigned 8-bit integer.
    Byte = "Edm.Byte",
    /// A date without a time.
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
    /// A signed 16-bit integer.
    Int16 = "Edm.Int16",
    /// A signed 32-bit integer.
    Int32 = "Edm.Int32",
    /// A signed 64-bit integer.
    Int64 = "Edm.Int64",
    /// A signed 8-bit integer.
    SByte = "Edm.SByte",
    /// A 32-bit floating-point number.
    Single = "Edm.Single",
    /// A stream of bytes with its own address.
    Stream = "Edm.Stream",
    /// Text.
    String = "Edm.String",
    /// A time of day.
    TimeOfDay = "Edm.TimeOfDay",
    /// Any JSON value.
    Untyped = "Edm.Untyped",
}
