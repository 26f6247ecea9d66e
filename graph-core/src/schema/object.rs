//! Values and objects as trait objects: everything that reads, writes or compares them is compiled once.

use super::descriptor::{EdmTypeInfo, TypeDescriptor};
use crate::dynamic::DynamicProperties;
use crate::json_text::{ReadError, Reader, Writer};

/// A value that can be read from and written to JSON, seen without knowing its type.
pub trait Value {
    /// The Edm type, and what may be left out.
    fn type_info(&self) -> &'static EdmTypeInfo;

    /// Replaces `self` with the JSON value that comes next.
    ///
    /// # Errors
    /// When that is not a value of the type. `self` may then hold anything valid.
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes `self` as one JSON value.
    fn write(&self, json: &mut Writer);

    /// Writes `self` with its type, where the declared type does not tell it.
    fn write_tagged(&self, json: &mut Writer) {
        self.write(json);
    }

    /// The members, of a structured type.
    fn as_object(&self) -> Option<&dyn Object> {
        None
    }

    /// Whether an object that has this value does not write the member at all.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A type that consists of named properties, seen without knowing which type it is.
///
/// `#[graph_resource]` and `#[graph_complex]` implement it. Everything that reads, writes or compares resources works on `dyn Object` and is
/// therefore compiled once.
pub trait Object {
    /// The facts that were declared.
    fn descriptor(&self) -> &'static TypeDescriptor;

    /// The property at `index` of [`TypeDescriptor::properties`].
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property(&self, index: usize) -> &dyn Value;

    /// The property at `index` of [`TypeDescriptor::properties`], to be read into.
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property_mut(&mut self, index: usize) -> &mut dyn Value;

    /// The members that are not declared, of an open type.
    fn dynamic_properties(&self) -> Option<&DynamicProperties> {
        None
    }

    /// The members that are not declared, of an open type.
    fn dynamic_properties_mut(&mut self) -> Option<&mut DynamicProperties> {
        None
    }
}

impl<T: Object + ?Sized> Object for Box<T> {
    fn descriptor(&self) -> &'static TypeDescriptor {
        T::descriptor(self)
    }

    fn property(&self, index: usize) -> &dyn Value {
        T::property(self, index)
    }

    fn property_mut(&mut self, index: usize) -> &mut dyn Value {
        T::property_mut(self, index)
    }

    fn dynamic_properties(&self) -> Option<&DynamicProperties> {
        T::dynamic_properties(self)
    }

    fn dynamic_properties_mut(&mut self) -> Option<&mut DynamicProperties> {
        T::dynamic_properties_mut(self)
    }
}
