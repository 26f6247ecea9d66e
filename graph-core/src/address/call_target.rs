//! What an action or a function is called on.

use std::fmt;

use super::error::AddressError;
use super::link::LinkTarget;
use super::{Address, Collection};
use crate::schema::{Binding, OnCollection, OnEntity, Readable, TypeDescriptor};

/// What `graph.call(..)` takes as its first argument: an [`Address`] or a [`Collection`].
///
/// An action that is declared with `on = T` is called on the address of a `T`, or of a resource that declares `base = T`. One that is
/// declared with `on = [T]` is called on a collection of such entities.
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "an action or function on `{B}` cannot be called on `{Self}`",
    label = "not what its declaration names",
    note = "`on = T` needs the address of an entity, `T::at(..)`, and `on = [T]` a collection, `T::collection(..)`; if the type is \
            derived from `T` in Microsoft Graph, write `base = T` in its declaration"
)]
pub trait CallTarget<B: Binding> {
    #[doc(hidden)]
    fn __into_target(self) -> TargetPath;
}

/// The path of a [`CallTarget`], without its Rust type.
#[doc(hidden)]
pub struct TargetPath {
    pub(crate) descriptor: &'static TypeDescriptor,
    pub(crate) template: &'static str,
    pub(crate) path: Result<String, AddressError>,
}

/// Shows the template, and never the ids.
impl fmt::Debug for TargetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TargetPath").field("template", &self.template).finish_non_exhaustive()
    }
}

impl<T: Readable, U: LinkTarget<T>> CallTarget<OnEntity<T>> for Address<U> {
    fn __into_target(self) -> TargetPath {
        TargetPath { descriptor: U::ENTITY, template: self.template.as_str(), path: self.path }
    }
}

impl<T: Readable, U: LinkTarget<T>> CallTarget<OnCollection<T>> for Collection<U> {
    fn __into_target(self) -> TargetPath {
        TargetPath { descriptor: U::ENTITY, template: self.template(), path: self.path().map(str::to_owned) }
    }
}
