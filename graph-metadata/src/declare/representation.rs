//! The Rust representation of the types of a model.

use crate::model::{Model, QualifiedName, SchemaType};

/// The Rust representation of a type that is not primitive.
pub(crate) enum Representation {
    Struct,
    Union,
    Enum,
    /// `Flags<_>` of an `enum`.
    Flags,
    /// `String`: an enumeration type without members.
    Text,
    /// `Untyped`, any JSON value: `microsoft.graph.Json`, or a type that the file does not define.
    Untyped,
}

impl Representation {
    pub(crate) fn of(model: &Model, name: &QualifiedName) -> Self {
        match model.get(name.as_str()) {
            None => Self::Untyped,
            Some(SchemaType::Enum(found)) if found.members.is_empty() => Self::Text,
            Some(SchemaType::Enum(found)) if found.is_flags => Self::Flags,
            Some(SchemaType::Enum(_)) => Self::Enum,
            Some(SchemaType::Structured(found)) if found.is_any_json() => Self::Untyped,
            Some(SchemaType::Structured(_)) if is_union(model, name.as_str()) => Self::Union,
            Some(SchemaType::Structured(_)) => Self::Struct,
        }
    }
}

/// Returns whether a value of the type can also have a derived type.
pub(crate) fn is_union(model: &Model, qualified: &str) -> bool {
    model.has_derived_types(qualified) && model.derived_types(qualified).iter().any(|derived| !derived.is_abstract)
}
