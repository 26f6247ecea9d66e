/// A navigation property whose entities exist on their own, from `links(..)`.
///
/// ```
/// use graph_core::{Resource as _, graph_resource};
///
/// #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", links(manager = User))]
/// struct User {
///     #[graph(key)]
///     id: String,
/// }
///
/// let [manager] = User::DESCRIPTOR.links() else { unreachable!() };
/// assert_eq!((manager.name(), manager.is_collection()), ("manager", false));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __is_collection: bool,
}

impl LinkDescriptor {
    /// Returns the wire name of the navigation property, for example `members`.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// Returns whether the property refers to any number of entities, or to one at most.
    pub fn is_collection(&self) -> bool {
        self.__is_collection
    }
}
