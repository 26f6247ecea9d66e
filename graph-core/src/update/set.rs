//! The functions that generated setters call: one per kind of argument.

use super::argument::{
    IntoCollection, IntoItems, IntoNullableText, IntoNullableTexts, IntoProperty, IntoText, IntoTexts, SealedToken,
};
use super::body::UpdateBody;
use super::resource::{Resource, Update};
use crate::dynamic::Untyped;
use crate::schema::{Element, Value};
use crate::value::Nullable;

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

/// Sets a property to what the argument is.
#[must_use]
pub fn property<U: Update, T: Value>(update: U, index: usize, argument: impl IntoProperty<T>) -> U {
    dynamic(update, index, &converted(argument))
}

/// Sets a property of text.
#[must_use]
pub fn text<U: Update>(update: U, index: usize, argument: impl IntoText) -> U {
    U::__from_body(update.into_body().set_text(index, argument.__text(SealedToken)))
}

/// Sets a property of text or null.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn nullable_text<U: Update>(update: U, index: usize, argument: impl IntoNullableText) -> U {
    U::__from_body(update.into_body().set_nullable_text(index, argument.__nullable_text(SealedToken)))
}

/// Sets a collection of texts.
#[must_use]
pub fn texts<U: Update>(update: U, index: usize, argument: impl IntoTexts) -> U {
    let mut texts = update.into_body().start_collection(index);
    for item in argument.__texts(SealedToken) {
        texts.push(Some(item.__text(SealedToken)));
    }
    U::__from_body(texts.finish())
}

/// Sets a collection of texts or nulls.
#[must_use]
pub fn nullable_texts<U: Update>(update: U, index: usize, argument: impl IntoNullableTexts) -> U {
    let mut texts = update.into_body().start_collection(index);
    for item in argument.__nullable_texts(SealedToken) {
        texts.push(item.__nullable_text(SealedToken));
    }
    U::__from_body(texts.finish())
}

/// Sets a collection to what its items are.
#[must_use]
pub fn collection<U: Update, T: Element>(update: U, index: usize, argument: impl IntoCollection<T>) -> U {
    dynamic(update, index, &argument.__collection(SealedToken))
}

/// Converts the argument of a setter.
#[inline]
pub fn converted<T>(argument: impl IntoProperty<T>) -> T {
    argument.__property(SealedToken)
}

/// Converts the argument of a setter whose property distinguishes null and absent.
#[inline]
pub fn three_state<T>(argument: impl IntoProperty<Option<T>>) -> Nullable<T> {
    converted(argument).into()
}

/// Collects the items of a collection.
#[inline]
pub fn items<T>(argument: impl IntoItems<T>) -> Vec<T> {
    argument.__items(SealedToken)
}

/// Converts and collects the items of a collection.
#[inline]
pub fn converted_items<T>(argument: impl IntoCollection<T>) -> Vec<T> {
    argument.__collection(SealedToken)
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
