use std::ops::Deref;
use std::sync::Arc;

use super::info::ResponseInfo;
use crate::etag::ETag;

/// The result of a successful update.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Updated<T> {
    /// The service reported success and sent the entity: the update was made or, with status 202, accepted.
    Entity(Entity<T>),
    /// The service reported success without an entity: the update was made or, with status 202, accepted.
    NoContent(ResponseInfo),
    /// The update was empty, so no request was sent.
    Unchanged,
}

impl<T> Updated<T> {
    /// Returns the entity, if the service sent it.
    pub fn entity(&self) -> Option<&Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) | Self::Unchanged => None,
        }
    }

    /// Converts the result into the entity, if the service sent it.
    pub fn into_entity(self) -> Option<Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) | Self::Unchanged => None,
        }
    }

    /// Returns the ETag of the entity after the update, if the service sent it.
    pub fn etag(&self) -> Option<&ETag> {
        match self {
            Self::Entity(entity) => entity.etag(),
            Self::NoContent(info) => info.etag(),
            Self::Unchanged => None,
        }
    }

    /// Returns the metadata of the response, if a request was sent.
    pub fn info(&self) -> Option<&ResponseInfo> {
        match self {
            Self::Entity(entity) => Some(entity.info()),
            Self::NoContent(info) => Some(info),
            Self::Unchanged => None,
        }
    }
}

/// An entity with its ETag and the metadata of the response.
///
/// It dereferences to the resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity<T> {
    value: T,
    etag: Option<ETag>,
    /// The expanded collections that the response contains in part.
    truncated: Box<[Box<str>]>,
    /// The entities of a page share the metadata of their response.
    info: Arc<ResponseInfo>,
}

impl<T> Entity<T> {
    pub(crate) fn new(value: T, info: ResponseInfo) -> Self {
        Self { value, etag: info.etag().cloned(), truncated: Box::default(), info: Arc::new(info) }
    }

    /// Creates an entity of a page. Its ETag is its own.
    pub(crate) fn of_page(value: T, etag: Option<ETag>, info: Arc<ResponseInfo>) -> Self {
        Self { value, etag, truncated: Box::default(), info }
    }

    pub(crate) fn with_truncated(mut self, truncated: Vec<Box<str>>) -> Self {
        self.truncated = truncated.into();
        self
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// Returns the resource.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Converts the entity into the resource.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the ETag: the `ETag` header, or the `@odata.etag` annotation.
    ///
    /// Pass it to `if_match` to update the entity only if it has not changed since.
    pub fn etag(&self) -> Option<&ETag> {
        self.etag.as_ref()
    }

    /// Returns the wire names of expanded collections that may have further entities, which the response does not contain.
    ///
    /// Either the collection has a link to the rest, or it has as many entities as the service expands at most: 20 for directory
    /// objects. Read the collection itself to get all of them.
    ///
    /// Source: [`$expand` in Microsoft Graph](https://learn.microsoft.com/en-us/graph/query-parameters#expand).
    pub fn truncated_collections(&self) -> impl Iterator<Item = &str> {
        self.truncated.iter().map(|name| &**name)
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}

impl<T> Deref for Entity<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
