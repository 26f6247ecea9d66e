//! Structured types as values: complex types, and entities inside others.

use crate::json::write_structure;
use crate::json_text::Writer;
use crate::schema::{EdmType, EdmTypeInfo, Object, PropertyType, Structured, Tag, TypeDescriptor};

pub use crate::json::read_structure;

/// The facts of a structured type.
pub const fn structured(descriptor: fn() -> &'static TypeDescriptor) -> EdmTypeInfo {
    EdmTypeInfo::required(EdmType::Structured(descriptor))
}

/// The facts of `T`.
pub fn descriptor_of<T: Structured>() -> &'static TypeDescriptor {
    T::DESCRIPTOR
}

/// The type of the property of `T` at `index`.
pub fn type_of<T: PropertyType + Object>(index: usize) -> &'static EdmTypeInfo {
    T::BLANK.property(index).type_info()
}

/// Stops the compiler with `message` where a declaration is not as it must be.
#[track_caller]
pub const fn require(holds: bool, message: &str) {
    assert!(holds, "{}", message);
}

/// Writes an object, its type first if its declaration says so.
pub fn write(object: &dyn Object, json: &mut Writer) {
    write_structure(object, object.descriptor().tag(), json);
}

/// Writes an object, its type first.
pub fn write_tagged(object: &dyn Object, json: &mut Writer) {
    write_structure(object, Tag::Always, json);
}
