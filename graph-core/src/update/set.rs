//! The functions that generated setters call: one per kind of argument.

use super::argument::{
    IntoCollection, IntoItems, IntoNullableText, IntoNullableTexts, IntoProperty, IntoText, IntoTexts, SealedToken,
};
use super::body::WriteBody;
use super::links::{BoundLinks, IntoReferences};
use super::resource::{PropertyBuilder, Resource, Update};

use super::related::{IntoRelated, Related};
use crate::address::IntoReference;
use crate::dynamic::Untyped;
use crate::schema::{Element, Value};
use crate::value::Nullable;

/// Checks that the name of the update does not refer to another type.
///
/// # Panics
/// At compile time, if `U` does not have the size of an update.
#[track_caller]
pub const fn is_update<U>(message: &str) {
    assert!(size_of::<U>() == size_of::<WriteBody>(), "{}", message);
}

/// Returns an update without changes.
#[inline]
#[must_use]
pub fn start<U: PropertyBuilder>() -> U {
    U::__from_body(WriteBody::__start(<U::Resource as Resource>::DESCRIPTOR))
}

/// Returns a creation without properties.
#[inline]
#[must_use]
pub fn start_create<U: PropertyBuilder>() -> U {
    U::__from_body(WriteBody::start_create(<U::Resource as Resource>::DESCRIPTOR))
}

/// Returns the update that changes `before` into `after`.
#[inline]
#[must_use]
pub fn difference<U: Update<Resource: Resource<Update = U>>>(before: &U::Resource, after: &U::Resource) -> U {
    <U::Resource as Resource>::diff(before, after)
}

/// Sets a property to a value.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn value<U: PropertyBuilder, T: Value>(update: U, index: usize, value: T) -> U {
    dynamic(update, index, &value)
}

/// Sets a property to a value whose type is checked where it was declared.
#[must_use]
pub fn dynamic<U: PropertyBuilder>(update: U, index: usize, value: &dyn Value) -> U {
    U::__from_body(update.__into_body().set(index, value))
}

/// Sets a property to what the argument is.
#[must_use]
pub fn property<U: PropertyBuilder, T: Value>(update: U, index: usize, argument: impl IntoProperty<T>) -> U {
    dynamic(update, index, &converted(argument))
}

/// Sets a property of text.
#[must_use]
pub fn text<U: PropertyBuilder>(update: U, index: usize, argument: impl IntoText) -> U {
    U::__from_body(update.__into_body().set_text(index, argument.__text(SealedToken)))
}

/// Sets a property of text or null.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn nullable_text<U: PropertyBuilder>(update: U, index: usize, argument: impl IntoNullableText) -> U {
    U::__from_body(update.__into_body().set_nullable_text(index, argument.__nullable_text(SealedToken)))
}

/// Sets a collection of texts.
#[must_use]
pub fn texts<U: PropertyBuilder>(update: U, index: usize, argument: impl IntoTexts) -> U {
    let mut texts = update.__into_body().start_collection(index);
    for item in argument.__texts(SealedToken) {
        texts.push(Some(item.__text(SealedToken)));
    }
    U::__from_body(texts.finish())
}

/// Sets a collection of texts or nulls.
#[must_use]
pub fn nullable_texts<U: PropertyBuilder>(update: U, index: usize, argument: impl IntoNullableTexts) -> U {
    let mut texts = update.__into_body().start_collection(index);
    for item in argument.__nullable_texts(SealedToken) {
        texts.push(item.__nullable_text(SealedToken));
    }
    U::__from_body(texts.finish())
}

/// Sets a collection to what its items are.
#[must_use]
pub fn collection<U: PropertyBuilder, T: Element>(update: U, index: usize, argument: impl IntoCollection<T>) -> U {
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
pub fn clear<U: PropertyBuilder>(update: U, index: usize) -> U {
    U::__from_body(update.__into_body().clear(index))
}

/// Sets an undeclared property of an open type.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "a setter owns its argument, and passes it with the fewest tokens")]
pub fn dynamic_property<U: PropertyBuilder>(update: U, name: &str, value: Untyped) -> U {
    U::__from_body(update.__into_body().set_dynamic_property(name, &value))
}

/// Links a collection-valued navigation property to entities.
#[must_use]
pub fn bind_many<U: PropertyBuilder, T>(update: U, name: &'static str, targets: impl IntoReferences<T>) -> U {
    U::__from_body(update.__into_body().bind(BoundLinks::many(name, targets.__into_references())))
}

/// Links a single-valued navigation property to an entity.
#[must_use]
pub fn bind_one<U: PropertyBuilder, T>(update: U, name: &'static str, target: impl IntoReference<T>) -> U {
    U::__from_body(update.__into_body().bind(BoundLinks::one(name, target)))
}

/// Sets the related entities of a creation.
#[must_use]
pub fn related<U: PropertyBuilder, T>(update: U, index: usize, entities: impl IntoRelated<T>) -> U {
    let Related { json, has_links, error } = entities.__into_related();
    U::__from_body(update.__into_body().set_related(index, &json, has_links, error))
}
