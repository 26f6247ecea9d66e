//! The types of properties that the operators accept.

use crate::schema::{Element, GraphEnum, PropertyType};
use crate::value::{Date, DateTimeOffset, Duration, Guid, Nullable, TimeOfDay};
use crate::{Binary, Decimal, Flags};

/// A type of properties that can be compared with a value.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` cannot be compared in a query",
    label = "not a primitive property",
    note = "compare one of its properties: `.of(|value| ..)` is a condition on an optional complex value, and `.any(|element| ..)` one on \
            the elements of a collection; a list does not contain an `OnRequest<_>`, so compare it in the program after `.complete()`"
)]
pub trait Comparable: PropertyType {
    #[doc(hidden)]
    const __SEALED: () = ();
}

/// A type of properties whose values have an order.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "values of a property of type `{Self}` do not have an order",
    label = "neither text, nor a number, nor a time",
    note = "use `.is(..)`, `.is_not(..)` or `.is_one_of(..)`"
)]
pub trait Ordered: Comparable {
    #[doc(hidden)]
    const __SEALED: () = ();
}

/// A type of properties that are points in time.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not a point in time",
    label = "not a `DateTimeOffset`, `Date` or `TimeOfDay`",
    note = "use `.less_than(..)`, `.at_most(..)`, `.at_least(..)` or `.greater_than(..)`"
)]
pub trait Temporal: Ordered {
    #[doc(hidden)]
    const __SEALED: () = ();
}

/// A type of properties that are text.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not text",
    label = "not a `String` or an `Option<String>`",
    note = "`.any(|text| ..)` is a condition on the elements of a collection, and everything else is compared with `.is(..)`"
)]
pub trait Textual: Comparable {
    #[doc(hidden)]
    const __SEALED: () = ();
}

/// A type of properties that can be null.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is never null",
    label = "not an `Option` or a `Nullable`",
    note = "declare the property as an `Option<_>` if the service returns null for it"
)]
pub trait MaybeNull: PropertyType {
    #[doc(hidden)]
    const __SEALED: () = ();
}

/// A type of properties that are sets of flags, with members of type [`Member`](Self::Member).
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not a set of flags",
    label = "not a `Flags<_>`",
    note = "use `.is(..)` for one member of an enumeration"
)]
pub trait FlagSet: Comparable {
    /// The enumeration.
    type Member: GraphEnum;
}

/// A type of properties that are collections.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not a collection",
    label = "not a `Vec<_>`",
    note = "`.of(|value| ..)` is a condition on an optional complex value"
)]
pub trait CollectionProperty: PropertyType {
    /// The type of the elements.
    type Item: PropertyType;
}

/// A type of properties that have properties themselves: an optional complex value, or a navigation property.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not an optional complex value or a navigation property",
    label = "not an `Option` of a declared struct",
    note = "the properties of a complex value that is not optional are its fields: `user.home.city.is(..)`"
)]
pub trait Nested: PropertyType {
    /// The type with the properties.
    type Inner: Element;
}

macro_rules! implement {
    ($trait:ident: $($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl $trait for $type {}
    )*};
}

implement!(Comparable: bool, String, i8, i16, i32, i64, u8, f32, f64, Decimal, DateTimeOffset, Date, TimeOfDay, Duration);
implement!(Comparable: uuid::Uuid, Guid, Binary);
implement!(Ordered: String, i8, i16, i32, i64, u8, f32, f64, Decimal, DateTimeOffset, Date, TimeOfDay, Duration);
implement!(Temporal: DateTimeOffset, Date, TimeOfDay);
implement!(Textual: String);

#[diagnostic::do_not_recommend]
impl<E: GraphEnum + PropertyType> Comparable for E {}
#[diagnostic::do_not_recommend]
impl<E: GraphEnum> Comparable for Flags<E> {}
#[diagnostic::do_not_recommend]
impl<E: GraphEnum> FlagSet for Flags<E> {
    type Member = E;
}

macro_rules! nullable {
    ($($wrapper:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Comparable> Comparable for $wrapper<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Ordered> Ordered for $wrapper<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Temporal> Temporal for $wrapper<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Textual> Textual for $wrapper<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: Element> MaybeNull for $wrapper<T> {}
        #[diagnostic::do_not_recommend]
        impl<T: FlagSet> FlagSet for $wrapper<T> {
            type Member = T::Member;
        }
        #[diagnostic::do_not_recommend]
        impl<T: CollectionProperty> CollectionProperty for $wrapper<T> {
            type Item = T::Item;
        }
        #[diagnostic::do_not_recommend]
        impl<T: Element> Nested for $wrapper<T> {
            type Inner = T;
        }
    )*};
}

nullable!(Option, Nullable);

#[diagnostic::do_not_recommend]
impl<T: PropertyType> CollectionProperty for Vec<T> {
    type Item = T;
}
