use super::{PropertyType, TypeFacts, Value};
use crate::json::{ReadError, Reader, Writer};

impl<T: PropertyType> Value for Option<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if json.null()? {
            *self = None;
            Ok(())
        } else {
            self.insert(T::BLANK).read(json)
        }
    }

    fn write(&self, json: &mut Writer) {
        match self {
            Some(value) => value.write(json),
            None => json.null(),
        }
    }
}

impl<T: PropertyType> PropertyType for Option<T> {
    const TYPE: &'static TypeFacts = &T::TYPE.or_null();
    const BLANK: Self = None;
}

/// A property type that has null among its values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no null",
    label = "not an `Option`",
    note = "`#[graph(nullable)]` is for a field whose type is an alias of `Option<_>`"
)]
pub trait Nullable: PropertyType {}

impl<T: PropertyType> Nullable for Option<T> {}
