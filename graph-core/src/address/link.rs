//! Navigation properties that refer to entities with an address of their own.

use std::fmt;
use std::marker::PhantomData;

use super::Address;
use super::error::AddressError;
use crate::schema::{Readable, TemplatePart, Version};

/// A navigation property of `S` that refers to any number of `T`, such as the members of a group.
///
/// `links(members = [DirectoryObject])` in the declaration of `Group` generates `Group::members()`, which returns it.
/// [`link`](crate::GraphClient::link) and [`unlink`](crate::GraphClient::unlink) take it. It is not an address, so that nothing that takes an
/// address can delete the entity instead of the link.
///
/// ```
/// # use graph_core::{Cloud, GraphClient, graph_resource};
/// #[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
/// struct DirectoryObject {
///     #[graph(key)]
///     id: String,
/// }
///
/// #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", base = DirectoryObject)]
/// struct User {
///     #[graph(key)]
///     id: String,
/// }
///
/// #[graph_resource(
///     path = "/groups/{groupId}",
///     odata_type = "#microsoft.graph.group",
///     links(members = [DirectoryObject]),
/// )]
/// struct Group {
///     #[graph(key)]
///     id: String,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let unlink = graph.unlink(Group::at("g"), Group::members(), User::at("u")).dry_run()?;
/// assert_eq!(unlink.url(), "https://graph.microsoft.com/v1.0/groups/g/members/u/$ref");
/// # Ok::<(), graph_core::Error>(())
/// ```
pub struct Links<S, T> {
    name: &'static str,
    types: PhantomData<fn() -> (S, T)>,
}

/// A navigation property of `S` that refers to one `T` at most, such as the manager of a user.
///
/// `links(manager = User)` in the declaration of `User` generates `User::manager()`, which returns it.
/// [`link`](crate::GraphClient::link) and [`clear_link`](crate::GraphClient::clear_link) take it.
pub struct Link<S, T> {
    name: &'static str,
    types: PhantomData<fn() -> (S, T)>,
}

macro_rules! navigation {
    ($($name:ident)*) => {$(
        impl<S, T> $name<S, T> {
            #[doc(hidden)]
            #[inline]
            pub fn __new(name: &'static str) -> Self {
                Self { name, types: PhantomData }
            }

            /// Returns the wire name of the navigation property.
            pub fn name(&self) -> &'static str {
                self.name
            }
        }

        impl<S, T> Clone for $name<S, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<S, T> Copy for $name<S, T> {}

        impl<S, T> fmt::Debug for $name<S, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.name).finish()
            }
        }
    )*};
}

navigation!(Links Link);

/// A type of entity to which a navigation property to `T` can refer.
///
/// It is `T` itself, and every resource that declares `base = T`.
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "a link to `{T}` cannot refer to `{Self}`",
    label = "neither `{T}` nor a type derived from it",
    note = "if its type is derived from `{T}` in Microsoft Graph, write `base = {T}` in the declaration of `{Self}`"
)]
pub trait LinkTarget<T>: Readable {}

impl<T: Readable> LinkTarget<T> for T {}

/// A reference to an entity that can be linked as a `T`, made by [`Address::reference`].
///
/// References to entities of several types have one type, so a collection can hold them.
///
/// ```
/// # use graph_core::{Create as _, graph_resource};
/// # #[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
/// # struct DirectoryObject { #[graph(key)] id: String }
/// # #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", base = DirectoryObject)]
/// # struct User { #[graph(key)] id: String }
/// # #[graph_resource(path = "/devices/{deviceId}", odata_type = "#microsoft.graph.device", base = DirectoryObject)]
/// # struct Device { #[graph(key)] id: String }
/// # #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never,
/// #     links(members = [DirectoryObject]))]
/// # struct Group { #[graph(key)] id: String }
/// let group = Group::create().bind_members([User::at("u").reference(), Device::at("d").reference()]);
/// assert_eq!(group.to_json(), r#"{"members@odata.bind":["/v1.0/users/u","/v1.0/devices/d"]}"#);
/// ```
pub struct Reference<T> {
    pub(crate) target: ReferenceTarget,
    base: PhantomData<fn() -> T>,
}

/// Where a reference points to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReferenceTarget {
    pub(crate) version: Version,
    pub(crate) path: Result<String, AddressError>,
    /// Whether the path ends with the key of the entity.
    pub(crate) ends_with_key: bool,
}

impl<U: Readable> Address<U> {
    /// Returns a reference to the entity, for navigation properties to `T`.
    pub fn reference<T>(&self) -> Reference<T>
    where
        U: LinkTarget<T>,
    {
        let ends_with_key = matches!(self.template.parts().last(), Some(TemplatePart::Segment(_)));
        let target = ReferenceTarget { version: U::ENTITY.version(), path: self.path.clone(), ends_with_key };
        Reference { target, base: PhantomData }
    }
}

impl<T> Clone for Reference<T> {
    fn clone(&self) -> Self {
        Self { target: self.target.clone(), base: PhantomData }
    }
}

/// Shows neither the path nor the id in it.
impl<T> fmt::Debug for Reference<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reference").finish_non_exhaustive()
    }
}

/// What can be linked as a `T`: an [`Address`] of a [`LinkTarget`], or a [`Reference`].
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be linked as `{T}`",
    label = "expected an address",
    note = "give the address of the entity: `User::at(id)`"
)]
pub trait IntoReference<T> {
    #[doc(hidden)]
    fn __into_reference(self) -> Reference<T>;
}

impl<T, U: LinkTarget<T>> IntoReference<T> for Address<U> {
    fn __into_reference(self) -> Reference<T> {
        self.reference()
    }
}

impl<T> IntoReference<T> for Reference<T> {
    fn __into_reference(self) -> Self {
        self
    }
}
