//! The functions that generated setters call: one per kind of argument.

use super::body::UpdateBody;
use super::resource::{Resource, Update};
use crate::dynamic::Untyped;
use crate::schema::Value;

/// Checks that the name of the update does not refer to another type.
///
/// # Panics
/// At compile time, if `U` does not have the size of an update.
#[track_caller]
pub const fn is_update<U>(message: &str) {
    assert!(size_of::<U>() == size_of::<UpdateBody>(), "{}", message);
}

/// Returns an update without changes.
#[inline]
#[must_use]
pub fn start<U: Update>() -> U {
    U::__from_body(UpdateBody::__start(<U::Resource as Resource>::DESCRIPTOR))
}

/// Returns the update that changes `before` into `after`.
#[inline]
#[must_use]
pub fn difference<U: Update>(before: &U::Resource, after: &U::Resource) -> U {
    <U::Resource as Resource>::diff(before, after)
}

/// Sets a property to a value.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn value<U: Update, T: Value>(update: U, index: usize, value: T) -> U {
    dynamic(update, index, &value)
}

/// Sets a property to a value whose type is checked where it was declared.
#[must_use]
pub fn dynamic<U: Update>(update: U, index: usize, value: &dyn Value) -> U {
    U::__from_body(update.into_body().set(index, value))
}

/// Sets a property to what the value converts to.
#[must_use]
pub fn into<U: Update, T: Value>(update: U, index: usize, value: impl Into<T>) -> U {
    dynamic(update, index, &value.into())
}

/// Sets a property of text.
#[must_use]
pub fn text<U: Update>(update: U, index: usize, value: &str) -> U {
    U::__from_body(update.into_body().set_text(index, value))
}

/// Sets a property of text or null.
#[must_use]
pub fn nullable_text<'value, U: Update>(update: U, index: usize, value: impl Into<Option<&'value str>>) -> U {
    U::__from_body(update.into_body().set_nullable_text(index, value.into()))
}

/// Sets a property to null.
#[must_use]
pub fn clear<U: Update>(update: U, index: usize) -> U {
    U::__from_body(update.into_body().clear(index))
}

/// Sets an undeclared property of an open type.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn dynamic_property<U: Update>(update: U, name: &str, value: Untyped) -> U {
    U::__from_body(update.into_body().set_dynamic_property(name, &value))
}
