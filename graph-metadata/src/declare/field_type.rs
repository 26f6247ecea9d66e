//! The Rust types of fields.

use super::nesting::BoxedMembers;
use super::options::Options;
use super::representation::Representation;
use super::type_names::TypeNames;
use crate::model::{ElementType, Model, PrimitiveType, QualifiedName, StructuredKind, TypeRef};

/// Writes the types of fields.
#[derive(Clone, Copy)]
pub(crate) struct FieldTypes<'m> {
    pub(crate) model: &'m Model,
    pub(crate) names: &'m TypeNames,
    pub(crate) options: &'m Options,
    pub(crate) boxed: &'m BoxedMembers,
}

/// The type of a field.
pub(crate) struct FieldType {
    pub(crate) text: String,
    /// `#[graph(optional)]`
    pub(crate) is_optional: bool,
}

/// Whether a property can be null.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nullability {
    pub(crate) value: bool,
    /// Whether the items of a collection can be null. `None` if the file does not state it.
    pub(crate) items: Option<bool>,
}

impl FieldTypes<'_> {
    /// Returns the type of a field, or `None` for a stream. A stream has its own address and no value in JSON.
    pub(crate) fn field_type(
        &self,
        owner: &str,
        member: &str,
        of: &TypeRef,
        nullability: Nullability,
        is_key: bool,
    ) -> Option<FieldType> {
        let is_boxed = self.boxed.contains(owner, member);
        let element = self.unboxed_type(of)?;
        let has_null_items = nullability.items.unwrap_or(self.options.nullable_items) && element != "Untyped";
        let value = match (of.is_collection, has_null_items) {
            (true, true) => format!("Vec<Option<{element}>>"),
            (true, false) => format!("Vec<{element}>"),
            (false, _) if is_boxed => format!("Box<{element}>"),
            (false, _) => element,
        };
        let is_unspecified_collection = of.is_collection && nullability.items != Some(false);
        // A collection is never null, and no method may clear one. Microsoft Graph documents null nevertheless. The
        // declaration keeps it where it would be sent back and no method can clear it, which is inside complex values.
        let preserves_null = is_unspecified_collection && self.options.partial && self.is_complex(owner);
        let is_nullable = nullability.value || preserves_null;
        let field = |text, is_optional| Some(FieldType { text, is_optional });
        match (self.options.partial, is_key, is_nullable) {
            (true, true, _) | (false, false, true) => field(format!("Option<{value}>"), false),
            (true, false, true) => field(format!("Nullable<{value}>"), false),
            (true, false, false) => field(format!("Option<{value}>"), true),
            (false, _, false) if is_unspecified_collection => field(format!("Option<{value}>"), true),
            // a value that requires another value of its type would be infinite, so it must be able to be absent
            (false, _, false) if is_boxed => field(format!("Option<{value}>"), true),
            (false, ..) => field(value, false),
        }
    }

    /// Returns the type of a single value of a property, or of an item of a collection.
    pub(crate) fn element_type(&self, owner: &str, member: &str, of: &TypeRef) -> Option<String> {
        let element = self.unboxed_type(of)?;
        let is_boxed = !of.is_collection && self.boxed.contains(owner, member);
        Some(if is_boxed { format!("Box<{element}>") } else { element })
    }

    fn unboxed_type(&self, of: &TypeRef) -> Option<String> {
        match &of.element {
            ElementType::Primitive(PrimitiveType::Stream) => None,
            ElementType::Primitive(primitive) => Some(primitive_type_name(*primitive).to_owned()),
            ElementType::Named(name) => Some(self.named_type(name)),
        }
    }

    fn is_complex(&self, owner: &str) -> bool {
        self.model.structured_type(owner).is_some_and(|owner| owner.kind == StructuredKind::Complex)
    }

    fn named_type(&self, name: &QualifiedName) -> String {
        let own = || self.names.type_name(name.as_str());
        match Representation::of(self.model, name) {
            Representation::Struct | Representation::Enum => own(),
            Representation::Union => self.names.union_name(name.as_str()).map_or_else(own, str::to_owned),
            Representation::Flags => format!("Flags<{}>", own()),
            Representation::Text => "String".to_owned(),
            Representation::Untyped => "Untyped".to_owned(),
        }
    }
}

/// Returns the Rust type of a primitive type.
fn primitive_type_name(primitive: PrimitiveType) -> &'static str {
    match primitive {
        PrimitiveType::Binary => "Binary",
        PrimitiveType::Boolean => "bool",
        PrimitiveType::Byte => "u8",
        PrimitiveType::Date => "Date",
        PrimitiveType::DateTimeOffset => "DateTimeOffset",
        PrimitiveType::Decimal => "Decimal",
        // documented values of `Edm.Single` have more digits than an `f32` holds
        PrimitiveType::Double | PrimitiveType::Single => "f64",
        PrimitiveType::Duration => "Duration",
        PrimitiveType::Guid => "Guid",
        PrimitiveType::Int16 => "i16",
        PrimitiveType::Int32 => "i32",
        PrimitiveType::Int64 => "i64",
        PrimitiveType::SByte => "i8",
        PrimitiveType::String => "String",
        PrimitiveType::TimeOfDay => "TimeOfDay",
        PrimitiveType::Stream | PrimitiveType::Untyped => "Untyped",
    }
}
