//! Values and objects as trait objects.
//!
//! Code that reads, writes and compares them is compiled once.

use super::descriptor::{EdmTypeInfo, TypeDescriptor};
use crate::dynamic::DynamicProperties;
use crate::json_text::{ReadError, Reader, Writer};

/// A value of any property type, without its Rust type.
///
/// This trait is sealed: only the macros and this crate implement it.
pub trait Value {
    /// Returns the Edm type, and whether the value may be null or absent.
    fn type_info(&self) -> &'static EdmTypeInfo;

    /// Replaces `self` with the JSON value that comes next.
    ///
    /// # Errors
    /// If it is not a value of the type. `self` may then have any value.
    #[doc(hidden)]
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes `self` as one JSON value.
    #[doc(hidden)]
    fn write(&self, json: &mut Writer);

    /// Writes `self` with its type, for a property whose declared type is a base type.
    #[doc(hidden)]
    fn write_tagged(&self, json: &mut Writer) {
        self.write(json);
    }

    /// Returns the value as an object, if it has a structured type.
    fn as_object(&self) -> Option<&dyn Object> {
        None
    }

    /// Returns the value as a collection, if it is one.
    fn as_collection(&self) -> Option<&dyn Collection> {
        None
    }

    /// Returns whether the value is absent: an object does not write its property.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A collection, without the Rust type of its elements.
///
/// This trait is sealed: only this crate implements it.
pub trait Collection {
    /// Returns the number of elements.
    fn count(&self) -> usize;

    /// Returns the element at `index`.
    fn element(&self, index: usize) -> Option<&dyn Value>;

    #[doc(hidden)]
    fn __sealed(&self);
}

/// A value of any structured type, without its Rust type.
///
/// `#[graph_resource]` and `#[graph_complex]` implement it. Functions that read, write or compare resources take a `dyn Object`, so they
/// are compiled once.
///
/// This trait is sealed: only the macros and this crate implement it.
pub trait Object {
    /// Returns the descriptor of the type.
    fn descriptor(&self) -> &'static TypeDescriptor;

    /// Returns the value of the property at `index` of [`TypeDescriptor::properties`].
    ///
    /// # Panics
    /// If no property is declared at `index`.
    fn property(&self, index: usize) -> &dyn Value;

    /// Returns the property at `index` of [`TypeDescriptor::properties`], to read a value into it.
    ///
    /// # Panics
    /// If no property is declared at `index`.
    #[doc(hidden)]
    fn property_mut(&mut self, index: usize) -> &mut dyn Value;

    /// Returns the undeclared properties, if the type stores them.
    fn dynamic_properties(&self) -> Option<&DynamicProperties> {
        None
    }

    /// Returns the undeclared properties, to read into them.
    #[doc(hidden)]
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
