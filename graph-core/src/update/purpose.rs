//! What updates and creations have in common is generic over their purpose.

/// What the properties of a [`PropertyBuilder`](super::PropertyBuilder) are for: [`ForUpdate`] or [`ForCreate`].
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
