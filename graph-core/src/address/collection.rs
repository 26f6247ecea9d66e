use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::error::AddressError;
use super::segment::PathSegment;
use super::{Address, expand};
use crate::schema::{PathTemplate, Readable, TemplatePart};

/// The path to a collection of entities of type `T`, returned by `T::collection(..)`.
///
/// It is the path of the entities without its last placeholder, or the one of `collection = ".."`. Values are encoded and checked like those of
/// an [`Address`](super::Address).
///
/// ```
/// # use graph_core::graph_resource;
/// #[graph_resource(
///     path = "/users/{userId}/printers/{printerId}",
///     paths(shared = "/printers/{printerId}"),
///     odata_type = "#microsoft.graph.printer",
/// )]
/// struct Printer {
///     #[graph(key)]
///     id: String,
/// }
///
/// assert_eq!(Printer::collection("ada@contoso.com").path()?, "/users/ada%40contoso.com/printers");
/// assert_eq!(Printer::collection_shared().path()?, "/printers");
/// # Ok::<(), graph_core::address::AddressError>(())
/// ```
pub struct Collection<T> {
    template: &'static str,
    path: Result<String, AddressError>,
    entities: EntityPath,
    resource: PhantomData<fn() -> T>,
}

/// How the entities of a collection are addressed: the path of the declaration, with the values of the collection.
#[derive(Debug, Clone)]
pub(crate) struct EntityPath {
    template: &'static PathTemplate,
    values: Vec<String>,
}

impl EntityPath {
    /// Returns the path of the entity with this key; `None` if it does not follow from the collection, or the key is not valid.
    pub(crate) fn with_key(&self, key: &str) -> Option<String> {
        let placeholders =
            self.template.parts().iter().filter(|part| !matches!(part, TemplatePart::Literal(_))).count();
        if placeholders != self.values.len() + 1 {
            return None;
        }
        let values = self.values.iter().map(|value| value as &dyn PathSegment);
        let values: Vec<&dyn PathSegment> = values.chain([&key as &dyn PathSegment]).collect();
        expand::expand(self.template, &values).ok()
    }
}

impl<T: Readable> Collection<T> {
    /// Creates the collection from the number of the path and one value per placeholder, for `T::collection(..)`.
    #[doc(hidden)]
    pub fn __new(path_number: usize, values: &[&dyn PathSegment]) -> Self {
        let descriptor = T::ENTITY;
        let declared = descriptor.collection().filter(|_| path_number == 0);
        let template = declared.or_else(|| descriptor.paths().get(path_number)).unwrap_or(&PathTemplate::NONE);
        let path = match declared {
            Some(template) => expand::expand(template, values),
            None => expand::expand_collection(template, values),
        };
        let path =
            path.map_err(|(placeholder, kind)| AddressError { odata_type: descriptor.odata_type(), placeholder, kind });
        let text = template.as_str();
        let text = match text.strip_suffix('}').and_then(|rest| rest.rfind("/{")) {
            Some(end) if declared.is_none() => text.get(..end).unwrap_or(text),
            _ => text,
        };
        let entities = EntityPath {
            template: descriptor.paths().get(path_number).unwrap_or(&PathTemplate::NONE),
            values: values.iter().map(|value| value.as_segment().into_owned()).collect(),
        };
        Self { template: text, path, entities, resource: PhantomData }
    }
}

impl<T> Collection<T> {
    /// Returns the address of the entity with this key; `None` if it does not follow from the collection.
    pub(crate) fn address_of(&self, key: &str) -> Option<Address<T>> {
        let path = self.entities.with_key(key)?;
        Some(Address { template: self.entities.template, path: Ok(path), resource: PhantomData })
    }

    pub(crate) fn entities(&self) -> &EntityPath {
        &self.entities
    }

    /// Returns the percent-encoded path after the version, for example `/users`.
    ///
    /// # Errors
    /// If a value would address another resource; see [`Address`](super::Address).
    pub fn path(&self) -> Result<&str, AddressError> {
        self.path.as_deref().map_err(Clone::clone)
    }

    /// Returns the template of the path. It does not contain ids, so it is safe to log.
    pub fn template(&self) -> &'static str {
        self.template
    }
}

impl<T> Clone for Collection<T> {
    fn clone(&self) -> Self {
        Self {
            template: self.template,
            path: self.path.clone(),
            entities: self.entities.clone(),
            resource: PhantomData,
        }
    }
}

impl<T> PartialEq for Collection<T> {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl<T> Eq for Collection<T> {}

impl<T> Hash for Collection<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}

/// Shows the template, and never the ids.
impl<T> fmt::Debug for Collection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Collection");
        shown.field("template", &self.template);
        if let Err(error) = &self.path {
            shown.field("error", error);
        }
        shown.finish_non_exhaustive()
    }
}

/// What `graph.list(..)` takes: a [`Collection`].
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a collection",
    label = "not a `Collection<_>`",
    note = "`T::collection()` is a `Singleton` if the path of `T` does not end with a placeholder: write `collection = \"..\"` in the \
            declaration if there is a collection, or read the entity with `graph.get(T::at(..))`"
)]
pub trait CollectionArgument {
    /// The type of the entities.
    type Entity: Readable;

    #[doc(hidden)]
    fn __into_collection(self) -> Collection<Self::Entity>;
}

impl<T: Readable> CollectionArgument for Collection<T> {
    type Entity = T;

    fn __into_collection(self) -> Self {
        self
    }
}

/// What `T::collection()` returns for a singleton, which is not in a collection.
///
/// The path of `T` does not end with a placeholder. Write `collection = ".."` in the declaration if there is a collection.
#[doc(hidden)]
#[derive(Debug)]
pub struct Singleton<T>(PhantomData<fn() -> T>);

impl<T> Singleton<T> {
    #[inline]
    pub fn __new() -> Self {
        Self(PhantomData)
    }
}
