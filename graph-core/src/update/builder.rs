//! What updates and creations have in common: a builder with setters.

use std::fmt;

use super::body::WriteBody;
use super::resource::Resource;

/// A builder with one setter per property: an update or a creation.
///
/// `T::update()` and `T::create()` return the same generic type with a different [`Purpose`], so that the setters are generated once.
/// [`Update`](crate::Update) and [`Create`](crate::Create) have the methods that are not setters.
///
/// This trait is sealed: only the macros and this crate implement it.
pub trait PropertyBuilder: fmt::Debug + Clone + Sized {
    /// The resource whose properties are set.
    type Resource: Resource;

    /// Whether the builder is an update or a creation.
    type Purpose: Purpose;

    #[doc(hidden)]
    fn __body(&self) -> &WriteBody;

    #[doc(hidden)]
    fn __into_body(self) -> WriteBody;

    #[doc(hidden)]
    fn __from_body(body: WriteBody) -> Self;
}

/// What the properties of a [`PropertyBuilder`] are for: [`ForUpdate`] or [`ForCreate`].
///
/// This trait is sealed: only this crate implements it.
pub trait Purpose: sealed::Sealed {
    #[doc(hidden)]
    const NAME: &'static str;
}

/// The purpose of updates, which change an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForUpdate {}

/// The purpose of creations, which describe a new entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForCreate {}

impl Purpose for ForUpdate {
    const NAME: &'static str = "Update";
}

impl Purpose for ForCreate {
    const NAME: &'static str = "Create";
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::ForUpdate {}
    impl Sealed for super::ForCreate {}
}
