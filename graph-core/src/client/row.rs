use crate::json_text::{ReadError, Reader};
use crate::query::Partial;
use crate::schema::{Element, Readable, Value};
use crate::update::Resource;

/// What an entity is read as: its declared type, or a [`Partial`] of it.
///
/// This trait is sealed: only this crate implements it.
pub trait Row: PageItem {
    /// The declared type.
    type Entity: Readable;
}

/// What an item of a page is read as: a [`Row`], or any other value that an action or a function returns.
///
/// This trait is sealed: only this crate implements it.
pub trait PageItem: Sized {
    #[doc(hidden)]
    fn read(json: &mut Reader<'_>) -> Result<Self, ReadError>;

    /// Returns the value, in which unknown properties are blank.
    #[doc(hidden)]
    fn value(&self) -> &dyn Value;

    /// Returns whether the response contained a property.
    #[doc(hidden)]
    fn knows(&self, index: usize) -> bool;
}

impl<T: Readable> Row for T {
    type Entity = T;
}

impl<T: Resource> Row for Partial<T> {
    type Entity = T;
}

impl<T: Element> PageItem for T {
    #[inline]
    fn read(json: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut value = T::blank();
        Value::read(&mut value, json)?;
        Ok(value)
    }

    fn value(&self) -> &dyn Value {
        self
    }

    fn knows(&self, _: usize) -> bool {
        true
    }
}

impl<T: Resource> PageItem for Partial<T> {
    fn read(json: &mut Reader<'_>) -> Result<Self, ReadError> {
        Self::read(json)
    }

    fn value(&self) -> &dyn Value {
        self.as_blank_filled()
    }

    fn knows(&self, index: usize) -> bool {
        self.knows(index)
    }
}
