//! Values of structured types: complex types, and entities inside others.

use crate::json::{read_structure, write_structure};
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Kind, Object, PropertyType, Structured, Tag, TypeDescriptor};

/// The kind of structs under `#[graph_resource]` and `#[graph_complex]`.
#[derive(Debug)]
pub enum Structure {}

impl<T: Structured + Object> Kind<T> for Structure {
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Structured(descriptor_of::<T>));

    #[inline]
    fn read(value: &mut T, json: &mut Reader<'_>) -> Result<(), ReadError> {
        read_structure(value, json)
    }

    #[inline]
    fn write(value: &T, json: &mut Writer) {
        write(value, json);
    }

    #[inline]
    fn write_tagged(value: &T, json: &mut Writer) {
        write_structure(value, Tag::Always, json);
    }

    #[inline]
    fn as_object(value: &T) -> Option<&dyn Object> {
        Some(value)
    }
}

/// Writes an object, its type first if its declaration requires it.
fn write(object: &dyn Object, json: &mut Writer) {
    write_structure(object, object.descriptor().tag(), json);
}

fn descriptor_of<T: Structured>() -> &'static TypeDescriptor {
    T::DESCRIPTOR
}

/// The type of the property of `T` at `index`.
pub fn type_of<T: PropertyType + Object>(index: usize) -> &'static EdmTypeInfo {
    T::BLANK.property(index).type_info()
}

/// Stops the compiler with `message` if a declaration breaks a rule.
#[track_caller]
pub const fn require(holds: bool, message: &str) {
    assert!(holds, "{}", message);
}
