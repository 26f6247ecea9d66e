//! What setters take: everything that is the property.

use std::borrow::Cow;
use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use crate::value::{Date, DateTimeOffset, Duration, Guid, Nullable, TimeOfDay};

/// Text for a setter: a `&str`, `String`, `&String`, `Cow<str>`, `Box<str>` or `Arc<str>`.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "the property takes text, found `{Self}`",
    label = "not text",
    note = "give a `&str` or a `String`; the property is not nullable, so an `Option` must be unwrapped, and the setter is \
            called only if there is a value"
)]
pub trait IntoText {
    #[doc(hidden)]
    fn __text(&self, token: SealedToken) -> &str;
}

/// Text or null for a setter: an [`IntoText`] type, or an `Option` of one.
///
/// Null itself is the method `clear_..` of the property, because the compiler cannot infer the type of `None`. This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "the property takes text or null, found `{Self}`",
    label = "neither text nor an `Option` of text",
    note = "give a `&str`, a `String` or an `Option` of these; the method `clear_..` of the property sends null"
)]
pub trait IntoNullableText {
    #[doc(hidden)]
    fn __nullable_text(&self, token: SealedToken) -> Option<&str>;
}

/// A value for a setter of a property whose type is `P`.
///
/// It is the value itself or a reference to it, for `Option<T>` also a `T`, and for the types of dates, durations and identifiers what
/// the crates `time` and `uuid` have for it. This trait is sealed: only this crate implements it.
///
/// ```
/// use graph_core::{DateTimeOffset, Guid, Update as _, graph_resource};
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
/// struct Printer {
///     registered: DateTimeOffset,
///     serial: Option<Guid>,
///     name: Option<String>,
///     labels: Vec<String>,
/// }
///
/// let name = String::from("p");
/// let update = Printer::update()
///     .registered(time::OffsetDateTime::UNIX_EPOCH)
///     .serial(uuid::Uuid::nil())
///     .name(&name)
///     .name(Some(name))
///     .labels(["a", "b"]);
/// assert_eq!(
///     update.to_json(),
///     r#"{"registered":"1970-01-01T00:00:00Z","serial":"00000000-0000-0000-0000-000000000000","name":"p","labels":["a","b"]}"#
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "the property takes `{P}`, found `{Self}`",
    label = "expected `{P}`",
    note = "a nullable property also takes the value without `Some`",
    note = "text is parsed first, to the type without `Option`"
)]
pub trait IntoProperty<P> {
    #[doc(hidden)]
    fn __property(self, token: SealedToken) -> P;
}

/// A collection of text for a setter: an array, a `Vec`, a slice or an iterator of [`IntoText`] types.
#[diagnostic::on_unimplemented(
    message = "the property takes a collection of text, found `{Self}`",
    label = "not a collection of text",
    note = "give an array, a `Vec`, a slice or an iterator whose items are `&str` or `String`"
)]
pub trait IntoTexts {
    #[doc(hidden)]
    fn __texts(self, token: SealedToken) -> impl Iterator<Item = impl IntoText>;
}

/// A collection of text and nulls for a setter: an array, a `Vec`, a slice or an iterator of [`IntoNullableText`] types.
#[diagnostic::on_unimplemented(
    message = "the property takes a collection of text and nulls, found `{Self}`",
    label = "not a collection of text",
    note = "give an array, a `Vec`, a slice or an iterator whose items are `&str`, `String` or an `Option` of these"
)]
pub trait IntoNullableTexts {
    #[doc(hidden)]
    fn __nullable_texts(self, token: SealedToken) -> impl Iterator<Item = impl IntoNullableText>;
}

/// A collection for a setter: an array, a `Vec`, a slice or an iterator of [`IntoProperty<P>`](IntoProperty) types.
#[diagnostic::on_unimplemented(
    message = "the property takes a collection of `{P}`, found `{Self}`",
    label = "not a collection of `{P}`",
    note = "give an array, a `Vec`, a slice or an iterator of `{P}`"
)]
pub trait IntoCollection<P> {
    #[doc(hidden)]
    fn __collection(self, token: SealedToken) -> Vec<P>;
}

/// A collection for a setter whose items are `P` and nothing else: an array, a `Vec` or an iterator.
///
/// So the compiler infers what `.into()` of an item returns.
#[diagnostic::on_unimplemented(
    message = "the property takes a collection of `{P}`, found `{Self}`",
    label = "not a collection of `{P}`",
    note = "give an array, a `Vec` or an iterator of `{P}`, for a slice `slice.iter().cloned()`"
)]
pub trait IntoItems<P> {
    #[doc(hidden)]
    fn __items(self, token: SealedToken) -> Vec<P>;
}

/// Only this crate can name it, and therefore call and implement the methods that take it.
#[derive(Debug)]
pub struct SealedToken;

impl IntoText for str {
    fn __text(&self, _: SealedToken) -> &str {
        self
    }
}

impl<T: IntoText + ?Sized> IntoText for &T {
    fn __text(&self, token: SealedToken) -> &str {
        T::__text(self, token)
    }
}

macro_rules! texts {
    ($($type:ty),*) => {$(
        impl IntoText for $type {
            fn __text(&self, _: SealedToken) -> &str {
                self
            }
        }
    )*};
}

texts!(String, Cow<'_, str>, Box<str>, Arc<str>);

#[diagnostic::do_not_recommend]
impl<T: IntoText> IntoNullableText for T {
    fn __nullable_text(&self, token: SealedToken) -> Option<&str> {
        Some(self.__text(token))
    }
}

impl<T: IntoText> IntoNullableText for Option<T> {
    fn __nullable_text(&self, token: SealedToken) -> Option<&str> {
        self.as_ref().map(|text| text.__text(token))
    }
}

impl<T: IntoText> IntoNullableText for &Option<T> {
    fn __nullable_text(&self, token: SealedToken) -> Option<&str> {
        self.as_ref().map(|text| text.__text(token))
    }
}

impl<T: IntoText> IntoNullableText for Nullable<T> {
    fn __nullable_text(&self, token: SealedToken) -> Option<&str> {
        self.value().map(|text| text.__text(token))
    }
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: IntoText>> IntoTexts for I {
    fn __texts(self, _: SealedToken) -> impl Iterator<Item = impl IntoText> {
        self.into_iter()
    }
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: IntoNullableText>> IntoNullableTexts for I {
    fn __nullable_texts(self, _: SealedToken) -> impl Iterator<Item = impl IntoNullableText> {
        self.into_iter()
    }
}

#[diagnostic::do_not_recommend]
impl<P, I: IntoIterator<Item: IntoProperty<P>>> IntoCollection<P> for I {
    fn __collection(self, _: SealedToken) -> Vec<P> {
        self.into_iter().map(|item| item.__property(SealedToken)).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<P, I: IntoIterator<Item = P>> IntoItems<P> for I {
    fn __items(self, _: SealedToken) -> Vec<P> {
        self.into_iter().collect()
    }
}

impl<P> IntoProperty<P> for P {
    fn __property(self, _: SealedToken) -> P {
        self
    }
}

impl<P> IntoProperty<Option<P>> for P {
    fn __property(self, _: SealedToken) -> Option<P> {
        Some(self)
    }
}

impl<P: Clone> IntoProperty<P> for &P {
    fn __property(self, _: SealedToken) -> P {
        self.clone()
    }
}

impl<P: Clone> IntoProperty<Option<P>> for &P {
    fn __property(self, _: SealedToken) -> Option<P> {
        Some(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<P> IntoProperty<Option<P>> for Nullable<P> {
    fn __property(self, _: SealedToken) -> Option<P> {
        self.into_value()
    }
}

/// Values of other crates, for a property that is nullable or not.
macro_rules! conversions {
    ($($from:ty => $to:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoProperty<$to> for $from {
            fn __property(self, _: SealedToken) -> $to {
                self.into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl IntoProperty<Option<$to>> for $from {
            fn __property(self, _: SealedToken) -> Option<$to> {
                Some(self.into())
            }
        }
    )*};
}

conversions!(
    OffsetDateTime => DateTimeOffset,
    time::Date => Date,
    time::Time => TimeOfDay,
    time::Duration => Duration,
    std::time::Duration => Duration,
    Uuid => Guid,
    Guid => Uuid,
);

/// Arrays and slices for a nullable collection. One that is not nullable takes every iterator.
#[diagnostic::do_not_recommend]
impl<P, const N: usize> IntoProperty<Option<Vec<P>>> for [P; N] {
    fn __property(self, _: SealedToken) -> Option<Vec<P>> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<P: Clone> IntoProperty<Option<Vec<P>>> for &[P] {
    fn __property(self, _: SealedToken) -> Option<Vec<P>> {
        Some(self.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> IntoProperty<Option<Vec<String>>> for [&str; N] {
    fn __property(self, _: SealedToken) -> Option<Vec<String>> {
        Some(self.map(str::to_owned).into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoProperty<Option<Vec<String>>> for Vec<&str> {
    fn __property(self, _: SealedToken) -> Option<Vec<String>> {
        Some(self.into_iter().map(str::to_owned).collect())
    }
}
