use super::entity::Entity;
use super::info::ResponseInfo;
use crate::etag::ETag;

/// The result of a successful creation, or of a replacement.
///
/// With status 202 the service has accepted the request, and may create the entity later.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Created<T> {
    /// The service sent the new entity.
    Entity(Entity<T>),
    /// The service did not send the entity; [`location`](Self::location) may have its URL.
    NoContent(ResponseInfo),
}

impl<T> Created<T> {
    /// Returns the entity, if the service sent it.
    pub fn entity(&self) -> Option<&Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) => None,
        }
    }

    /// Converts the result into the entity, if the service sent it.
    pub fn into_entity(self) -> Option<Entity<T>> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::NoContent(_) => None,
        }
    }

    /// Returns the ETag of the entity, if the service sent it.
    pub fn etag(&self) -> Option<&ETag> {
        match self {
            Self::Entity(entity) => entity.etag(),
            Self::NoContent(info) => info.etag(),
        }
    }

    /// Returns the URL of the entity, if the service sent it in the header `Location`.
    pub fn location(&self) -> Option<&str> {
        self.info().location()
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        match self {
            Self::Entity(entity) => entity.info(),
            Self::NoContent(info) => info,
        }
    }
}
