//! What the macros say about a type: two traits of facts, no behaviour.

mod facts;
mod property_set;

pub(crate) use facts::member_name;
pub use facts::{Access, Facts, Properties, Property, Tag, Version};
pub(crate) use property_set::PropertySet;

use crate::update::Update;
use crate::value::{Additional, PropertyType, Value};

/// A type that consists of named properties, seen without knowing which type it is.
///
/// `#[graph_resource]` and `#[graph_complex]` implement it. Everything that reads, writes or compares resources works on `dyn Object` and is
/// therefore compiled once.
pub trait Object {
    /// The facts that were declared.
    fn facts(&self) -> &'static Facts;

    /// The property at `index` of [`Facts::properties`].
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property(&self, index: usize) -> &dyn Value;

    /// The property at `index` of [`Facts::properties`], to be read into.
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property_mut(&mut self, index: usize) -> &mut dyn Value;

    /// The members that are not declared, of an open type.
    fn additional(&self) -> Option<&Additional> {
        None
    }

    /// The members that are not declared, of an open type.
    fn additional_mut(&mut self) -> Option<&mut Additional> {
        None
    }
}

impl<T: Object + ?Sized> Object for Box<T> {
    fn facts(&self) -> &'static Facts {
        T::facts(self)
    }

    fn property(&self, index: usize) -> &dyn Value {
        T::property(self, index)
    }

    fn property_mut(&mut self, index: usize) -> &mut dyn Value {
        T::property_mut(self, index)
    }

    fn additional(&self) -> Option<&Additional> {
        T::additional(self)
    }

    fn additional_mut(&mut self) -> Option<&mut Additional> {
        T::additional_mut(self)
    }
}

/// Where the facts of a type stand.
#[doc(hidden)]
pub trait Structured {
    /// The facts that were declared.
    const FACTS: &'static Facts;
}

impl<T: Structured> Structured for Box<T> {
    const FACTS: &'static Facts = T::FACTS;
}

/// A type of entity that has an address and can be read: a resource, or an enum under [`#[graph_union]`](macro@crate::graph_union)
/// with a path.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity that can be read",
    label = "it has no path",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above a struct, or \
            `#[graph_union(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above an enum of derived types"
)]
pub trait Readable: PropertyType {
    /// The declared type, version, paths and permissions. Those of a union have no properties.
    const ENTITY: &'static Facts;
}

#[diagnostic::do_not_recommend]
impl<T: Resource> Readable for T {
    const ENTITY: &'static Facts = T::FACTS;
}

/// A Microsoft Graph resource: a struct under [`#[graph_resource]`](macro@crate::graph_resource).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared Microsoft Graph resource",
    label = "not a resource",
    note = "an enum under `#[graph_union]` is only read: update the type that was read, at its own address",
    note = "declare it: `#[graph_resource(path = \"/…/{{id}}\", odata_type = \"#microsoft.graph.…\")]` above the struct"
)]
pub trait Resource: Object + PropertyType {
    /// The facts that were declared.
    const FACTS: &'static Facts;

    /// The update that `Self::update()` starts.
    type Update: Update<Resource = Self>;
}
