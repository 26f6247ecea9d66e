//! What a declaration states about an action or a function.

use std::marker::PhantomData;

use super::object::Object;
use super::property_type::{Element, Readable};
use super::version::Version;

/// An action or a function of the service: a struct under [`#[graph_action]`](macro@crate::graph_action) or
/// [`#[graph_function]`](macro@crate::graph_function).
///
/// The fields of the struct are the parameters. [`GraphClient::call`](crate::GraphClient::call) and
/// [`GraphClient::call_unbound`](crate::GraphClient::call_unbound) take a value of it.
///
/// This trait is sealed: only the macros and this crate implement it.
///
/// ```
/// use graph_core::schema::{Callable as _, Danger};
/// use graph_core::{graph_action, graph_resource};
/// # #[graph_resource(path = "/deviceManagement/managedDevices/{id}", odata_type = "#microsoft.graph.managedDevice")]
/// # struct ManagedDevice { #[graph(key)] id: String }
///
/// #[graph_action(name = "retire", on = ManagedDevice, danger = destructive)]
/// struct Retire;
///
/// assert_eq!(Retire::DESCRIPTOR.name(), "retire");
/// assert_eq!(Retire::DESCRIPTOR.danger(), Danger::Destructive);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action or a function",
    label = "not a struct under `#[graph_action]` or `#[graph_function]`",
    note = "declare it: `#[graph_action(name = \"…\", on = Type)]` above a struct of the parameters"
)]
pub trait Callable: Object + Sized {
    /// The descriptor of the action or function.
    const DESCRIPTOR: &'static CallableDescriptor;

    /// What it is called on: [`OnEntity`], [`OnCollection`] or [`Unbound`].
    type Binding: Binding;

    /// What it returns: `()`, [`One`], [`Many`] or [`Stream`].
    type Returns: Returns;
}

/// A [`Callable`] that is not declared as dangerous.
///
/// Generic code requires it in order to call what it is given without asking. It is implemented for each declaration without
/// `danger = destructive`.
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is declared with `danger = destructive`",
    label = "destructive",
    note = "ask before you call it, and call it where its type is known"
)]
pub trait Harmless: Callable {}

/// What a declaration states about an action or a function, in static memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallableDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __kind: CallableKind,
    #[doc(hidden)]
    pub __version: Option<Version>,
    #[doc(hidden)]
    pub __path: Option<&'static str>,
    #[doc(hidden)]
    pub __permissions: &'static [&'static str],
    #[doc(hidden)]
    pub __danger: Danger,
}

impl CallableDescriptor {
    /// Returns the name in the path, for example `wipe`. It may have a namespace.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// Returns whether it is an action or a function.
    pub fn kind(&self) -> CallableKind {
        self.__kind
    }

    /// Returns the version of the API from `version = ".."`. Without it, the version is that of the type that it is called on.
    pub fn version(&self) -> Option<Version> {
        self.__version
    }

    /// Returns the path of an unbound action or function, for example `/reports/getOffice365ActivationCounts`.
    pub fn path(&self) -> Option<&'static str> {
        self.__path
    }

    /// Returns the permissions from `permissions = [..]`: the call needs one of them. Empty by default.
    pub fn permissions(&self) -> &'static [&'static str] {
        self.__permissions
    }

    /// Returns whether the call destroys something that cannot be restored.
    pub fn danger(&self) -> Danger {
        self.__danger
    }
}

/// Whether a [`Callable`] is an action or a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallableKind {
    /// An action may have side effects: it is called with `POST`, and its parameters are the members of the body.
    Action,
    /// A function has no side effects: it is called with `GET`, and its parameters are in the path.
    Function,
}

impl CallableKind {
    /// Returns `action` or `function`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Function => "function",
        }
    }
}

/// Whether a call destroys something that cannot be restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Danger {
    /// The declaration does not name a danger.
    #[default]
    None,
    /// The call deletes data, or takes something out of service: `danger = destructive`.
    Destructive,
}

/// What an action or a function is called on.
///
/// This trait is sealed: only this crate implements it.
pub trait Binding: sealed::Sealed {}

/// A [`Callable`] is called on an entity of type `T`: `on = T`.
#[derive(Debug)]
pub struct OnEntity<T>(PhantomData<fn() -> T>);

/// A [`Callable`] is called on a collection of entities of type `T`: `on = [T]`.
#[derive(Debug)]
pub struct OnCollection<T>(PhantomData<fn() -> T>);

/// A [`Callable`] has a path of its own: `path = ".."`.
#[derive(Debug)]
pub struct Unbound(());

impl<T: Readable> Binding for OnEntity<T> {}
impl<T: Readable> Binding for OnCollection<T> {}
impl Binding for Unbound {}

/// What an action or a function returns.
///
/// This trait is sealed: only this crate implements it.
pub trait Returns: sealed::Sealed {}

/// A [`Callable`] returns one value of type `T`: `returns = T`.
#[derive(Debug)]
pub struct One<T>(PhantomData<fn() -> T>);

/// A [`Callable`] returns a collection of values of type `T`: `returns = [T]`.
#[derive(Debug)]
pub struct Many<T>(PhantomData<fn() -> T>);

/// A [`Callable`] returns bytes, such as those of a report: `returns = stream`.
#[derive(Debug)]
pub struct Stream(());

impl Returns for () {}
impl Returns for Stream {}
impl<T: Returned> Returns for One<T> {}
impl<T: Returned> Returns for Many<T> {}

/// A type of values that an action or a function can return.
///
/// It is implemented for every [`Element`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned by an action or a function",
    label = "not a declared type",
    note = "write `()`, a property type such as `String`, a type under `#[graph_resource]`, `#[graph_complex]`, `#[graph_enum]` or \
            `#[graph_union]`, `Option<_>` of one if the response may be empty, or `[_]` of one for a collection"
)]
pub trait Returned: Element {}

#[diagnostic::do_not_recommend]
impl<T: Element> Returned for T {}

mod sealed {
    pub trait Sealed {}

    impl<T> Sealed for super::OnEntity<T> {}
    impl<T> Sealed for super::OnCollection<T> {}
    impl Sealed for super::Unbound {}
    impl Sealed for () {}
    impl Sealed for super::Stream {}
    impl<T> Sealed for super::One<T> {}
    impl<T> Sealed for super::Many<T> {}
}
