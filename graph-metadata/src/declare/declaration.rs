//! Declarations: what a type looks like in Rust.

use super::options::NamedPath;

/// Declarations in the order of the source code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declarations {
    /// The declarations.
    pub items: Vec<Declaration>,
    /// The actions and functions, which come after the types.
    pub operations: Vec<OperationDeclaration>,
    /// The qualified names of types that are used but not declared, in alphabetical order.
    pub missing: Vec<String>,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// A `struct` for an entity type or a complex type.
    Struct(StructDeclaration),
    /// An `enum` for an enumeration type.
    Enum(EnumDeclaration),
    /// An `enum` for the values of a type and of the types derived from it.
    Union(UnionDeclaration),
}

impl Declaration {
    /// Returns the qualified name of the type in the metadata.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.type_name,
            Self::Enum(item) => &item.type_name,
            Self::Union(item) => &item.type_name,
        }
    }

    /// Returns the name in Rust.
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enum(item) => &item.name,
            Self::Union(item) => &item.name,
        }
    }
}

/// A `struct` with `#[graph_resource]` or `#[graph_complex]`.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of one type")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructDeclaration {
    /// The qualified name of the type, without `#`.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// The lines of documentation.
    pub docs: Vec<String>,
    /// The paths of its values. A type without paths is declared with `#[graph_complex]`.
    pub paths: Vec<NamedPath>,
    /// Whether it belongs to the beta API.
    pub is_beta: bool,
    /// Whether `@odata.type` must not be sent, because no value has exactly this type.
    pub is_abstract: bool,
    /// The name of its update builder, if another type already has the name `NameUpdate`.
    pub update_name: Option<String>,
    /// The fields, those of base types first.
    pub fields: Vec<StructField>,
    /// The name of the field for dynamic and undeclared properties.
    ///
    /// A type has one if it is open or if collections contain values of it.
    pub dynamic_properties: Option<String>,
    /// Whether the type is open: its values can have dynamic properties.
    pub is_open: bool,
    /// Whether `Default` can be derived.
    pub has_default: bool,
    /// Whether reads send no `$select`: `select = all`.
    pub selects_all: bool,
    /// The navigation properties to declared entities: `links(..)`.
    pub links: Vec<LinkDeclaration>,
    /// The names in Rust of the declared base types, the nearest first: `base = ..`.
    pub bases: Vec<String>,
}

/// A navigation property to entities that exist on their own: an item of `links(..)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkDeclaration {
    /// The name in Rust. The wire name is its lowerCamelCase form.
    pub name: String,
    /// The wire name.
    pub wire_name: String,
    /// The name in Rust of the type of the entities.
    pub target: String,
    /// Whether it refers to any number of entities.
    pub is_collection: bool,
}

/// A field of a `struct`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StructField {
    /// The name in Rust, with `r#` if necessary.
    pub name: String,
    /// The name on the wire.
    pub wire_name: String,
    /// Whether the wire name is not the camelCase form of the name in Rust.
    pub is_renamed: bool,
    /// The type in Rust.
    pub ty: String,
    /// Whether updates can set it.
    pub access: FieldAccess,
    /// Whether it is `#[graph(optional)]`: absent or a value, but never null.
    pub is_optional: bool,
    /// Whether it is `#[graph(on_request)]`: lists do not contain it.
    pub is_on_request: bool,
    /// The lines of documentation.
    pub docs: Vec<String>,
}

/// The access that updates have to a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldAccess {
    /// Updates can set the property.
    Writable,
    /// The service computes the property: `#[graph(read_only)]`.
    ReadOnly,
    /// The property is the key or a part of it: `#[graph(key)]`.
    Key,
    /// A creation sets the property, and no update changes it: `#[graph(create_only)]`.
    CreateOnly,
    /// Reads expand the navigation property: `#[graph(expand)]`.
    Expanded,
}

/// An `enum` with `#[graph_enum]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumDeclaration {
    /// The qualified name of the type.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// The lines of documentation.
    pub docs: Vec<String>,
    /// Whether a value can combine several members. Fields then have the type `Flags<Name>`.
    pub is_flags: bool,
    /// The variants for the members.
    pub variants: Vec<EnumVariant>,
    /// The name of the variant for undeclared members.
    pub other_variant: String,
}

/// The variant for a member of an enumeration type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumVariant {
    /// The name in Rust.
    pub name: String,
    /// The name on the wire.
    pub wire_name: String,
    /// Whether the wire name is not the camelCase form of the name in Rust.
    pub is_renamed: bool,
    /// The lines of documentation.
    pub docs: Vec<String>,
}

/// An `enum` with `#[graph_union]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnionDeclaration {
    /// The qualified name of the base type.
    pub type_name: String,
    /// The name in Rust.
    pub name: String,
    /// The lines of documentation.
    pub docs: Vec<String>,
    /// Whether it belongs to the beta API.
    pub is_beta: bool,
    /// The paths at which its values can be read.
    pub paths: Vec<NamedPath>,
    /// The variants for the types that a value can have.
    pub variants: Vec<UnionVariant>,
    /// The name of the variant for undeclared types.
    pub other_variant: String,
}

/// A variant of a union: the boxed `struct` with the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnionVariant {
    /// The name of the variant and of the `struct` in Rust.
    pub name: String,
    /// The qualified name of the type.
    pub type_name: String,
    /// Whether it is the base type itself.
    pub is_base: bool,
}

/// A `struct` with `#[graph_action]` or `#[graph_function]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationDeclaration {
    /// The qualified name.
    pub qualified_name: String,
    /// The name in Rust.
    pub name: String,
    /// The name in the path.
    pub wire_name: String,
    /// The lines of documentation.
    pub docs: Vec<String>,
    /// Whether it is a function.
    pub is_function: bool,
    /// The qualified name of the declared type that it is called on.
    pub type_name: String,
    /// The name in Rust of that type: `on = ..`.
    pub on: String,
    /// Whether it is called on a collection: `on = [..]`.
    pub is_on_collection: bool,
    /// What it returns: `returns = ..`.
    pub returns: ReturnDeclaration,
    /// Whether it destroys something: `danger = destructive`.
    pub is_destructive: bool,
    /// The parameters.
    pub parameters: Vec<StructField>,
}

/// What an action or a function returns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReturnDeclaration {
    /// Nothing.
    Nothing,
    /// One value of this type.
    One(String),
    /// A collection of values of this type.
    Many(String),
    /// Bytes.
    Stream,
}
