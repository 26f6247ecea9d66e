//! What the macros say about a type: two traits of facts, no behaviour.

mod descriptor;
mod property_set;

pub(crate) use descriptor::member_name;
pub use descriptor::{Access, Properties, PropertyDescriptor, Tag, TypeDescriptor, Version};
pub(crate) use property_set::PropertySet;

use crate::update::Update;
use crate::value::{DynamicProperties, PropertyType, Value};

/// A type that consists of named properties, seen without knowing which type it is.
///
/// `#[graph_resource]` and `#[graph_complex]` implement it. Everything that reads, writes or compares resources works on `dyn Object` and is
/// therefore compiled once.
pub trait Object {
    /// The facts that were declared.
    fn descriptor(&self) -> &'static TypeDescriptor;

    /// The property at `index` of [`TypeDescriptor::properties`].
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property(&self, index: usize) -> &dyn Value;

    /// The property at `index` of [`TypeDescriptor::properties`], to be read into.
    ///
    /// # Panics
    /// When no property is declared at `index`.
    fn property_mut(&mut self, index: usize) -> &mut dyn Value;

    /// The members that are not declared, of an open type.
    fn dynamic_properties(&self) -> Option<&DynamicProperties> {
        None
    }

    /// The members that are not declared, of an open type.
    fn dynamic_properties_mut(&mut self) -> Option<&mut DynamicProperties> {
        None
    }
}

impl<T: Object + ?Sized> Object for Box<T> {
    fn descriptor(&self) -> &'static TypeDescriptor {
        T::descriptor(self)
    }

    fn property(&self, index: usize) -> &dyn Value {
        T::property(self, index)
    }

    fn property_mut(&mut self, index: usize) -> &mut dyn Value {
        T::property_mut(self, index)
    }

    fn dynamic_properties(&self) -> Option<&DynamicProperties> {
        T::dynamic_properties(self)
    }

    fn dynamic_properties_mut(&mut self) -> Option<&mut DynamicProperties> {
        T::dynamic_properties_mut(self)
    }
}

/// Where the facts of a type stand.
#[doc(hidden)]
pub trait Structured {
    /// The facts that were declared.
    const DESCRIPTOR: &'static TypeDescriptor;
}

impl<T: Structured> Structured for Box<T> {
    const DESCRIPTOR: &'static TypeDescriptor = T::DESCRIPTOR;
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
    const ENTITY: &'static TypeDescriptor;
}

#[diagnostic::do_not_recommend]
impl<T: Resource> Readable for T {
    const ENTITY: &'static TypeDescriptor = T::DESCRIPTOR;
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
    const DESCRIPTOR: &'static TypeDescriptor;

    /// The update that `Self::update()` starts.
    type Update: Update<Resource = Self>;
}
