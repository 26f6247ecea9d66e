//! Types of properties in Rust.

use super::cycles::Cycles;
use super::{Names, Options};
use crate::model::{ElementType, Model, Primitive, StructuredKind, Type, TypeName, TypeRef};

/// What is needed to write types.
#[derive(Clone, Copy)]
pub(crate) struct Types<'m> {
    pub(crate) model: &'m Model,
    pub(crate) names: &'m Names,
    pub(crate) options: &'m Options,
    pub(crate) cycles: &'m Cycles,
}

/// The type of a field.
pub(crate) struct FieldType {
    pub(crate) text: String,
    /// `#[graph(optional)]`
    pub(crate) is_optional: bool,
}

/// How a named type is declared.
pub(crate) enum Form {
    Struct,
    Union,
    Flags,
    Enumeration,
    /// Text: an enumeration without members.
    Text,
    /// Any JSON value: `microsoft.graph.Json`, or a type that the file does not define.
    Untyped,
}

/// How a named type is declared.
pub(crate) fn form(model: &Model, name: &TypeName) -> Form {
    match model.get(name.as_str()) {
        None => Form::Untyped,
        Some(Type::Enumeration(found)) if found.members.is_empty() => Form::Text,
        Some(Type::Enumeration(found)) if found.is_flags => Form::Flags,
        Some(Type::Enumeration(_)) => Form::Enumeration,
        Some(Type::Structured(found)) if found.is_any_json() => Form::Untyped,
        Some(Type::Structured(_)) if is_union(model, name.as_str()) => Form::Union,
        Some(Type::Structured(_)) => Form::Struct,
    }
}

/// Whether values of a type can have another type, too.
pub(crate) fn is_union(model: &Model, qualified: &str) -> bool {
    model.has_derived(qualified) && model.derived(qualified).iter().any(|derived| !derived.is_abstract)
}

/// Where a property has null among its values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nulls {
    pub(crate) value: bool,
    /// Among the items of a collection; nothing if the file does not say it.
    pub(crate) items: Option<bool>,
}

impl Types<'_> {
    /// The type of a field, or nothing for what has no place in JSON: streams have addresses of their own.
    pub(crate) fn field(&self, owner: &str, member: &str, of: &TypeRef, nulls: Nulls, key: bool) -> Option<FieldType> {
        let element = match &of.element {
            ElementType::Primitive(Primitive::Stream) => return None,
            ElementType::Primitive(primitive) => primitive_name(*primitive).to_owned(),
            ElementType::Named(name) => self.named(name),
        };
        let is_boxed = self.cycles.is_boxed(owner, member);
        let has_null_items = nulls.items.unwrap_or(self.options.null_elements) && element != "Untyped";
        let value = match (of.is_collection, has_null_items) {
            (true, true) => format!("Vec<Option<{element}>>"),
            (true, false) => format!("Vec<{element}>"),
            (false, _) if is_boxed => format!("Box<{element}>"),
            (false, _) => element,
        };
        let is_open_collection = of.is_collection && nulls.items != Some(false);
        // No value of a collection is null, and nothing must clear one. Microsoft Graph documents null all the same, which
        // is kept where it would be sent back, and nothing clears it: within complex values.
        let keeps_null = is_open_collection && self.options.partial && self.is_complex(owner);
        let nullable = nulls.value || keeps_null;
        let field = |text, is_optional| Some(FieldType { text, is_optional });
        match (self.options.partial, key, nullable) {
            (true, true, _) | (false, false, true) => field(format!("Option<{value}>"), false),
            (true, false, true) => field(format!("Nullable<{value}>"), false),
            (true, false, false) => field(format!("Option<{value}>"), true),
            (false, _, false) if is_open_collection => field(format!("Option<{value}>"), true),
            // a value that must hold another of its type has no end, so it cannot be there every time
            (false, _, false) if is_boxed => field(format!("Option<{value}>"), true),
            (false, ..) => field(value, false),
        }
    }

    fn is_complex(&self, owner: &str) -> bool {
        self.model.structured(owner).is_some_and(|owner| owner.kind == StructuredKind::Complex)
    }

    fn named(&self, name: &TypeName) -> String {
        let own = || self.names.of(name.as_str());
        match form(self.model, name) {
            Form::Struct | Form::Enumeration => own(),
            Form::Union => self.names.union(name.as_str()).map_or_else(own, str::to_owned),
            Form::Flags => format!("Flags<{}>", own()),
            Form::Text => "String".to_owned(),
            Form::Untyped => "Untyped".to_owned(),
        }
    }
}

/// The Rust type of a type of the standard.
fn primitive_name(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Binary => "Binary",
        Primitive::Boolean => "bool",
        Primitive::Byte => "u8",
        Primitive::Date => "Date",
        Primitive::DateTimeOffset => "DateTimeOffset",
        Primitive::Decimal => "Decimal",
        // documented values of `Edm.Single` have more digits than a single holds
        Primitive::Double | Primitive::Single => "f64",
        Primitive::Duration => "Duration",
        Primitive::Guid => "Guid",
        Primitive::Int16 => "i16",
        Primitive::Int32 => "i32",
        Primitive::Int64 => "i64",
        Primitive::SByte => "i8",
        Primitive::String => "String",
        Primitive::TimeOfDay => "TimeOfDay",
        Primitive::Stream | Primitive::Untyped => "Untyped",
    }
}
