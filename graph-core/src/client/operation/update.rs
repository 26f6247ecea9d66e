use std::marker::PhantomData;
use std::sync::Arc;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Address;
use crate::client::call::SuccessfulResponse;
use crate::client::decode::decode_entity;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::json_text::ResponseScope;
use crate::request::{Prefer, Request};
use crate::response::Updated;
use crate::update::{Resource, Update};

/// Updates an entity; returned by [`GraphClient::update`].
pub type UpdateOperation<T> = Operation<UpdateEntity<T>>;

/// The kind of an [`UpdateOperation`], whose output is [`Updated`].
#[derive(Debug)]
pub struct UpdateEntity<T> {
    is_skipped: bool,
    resource: PhantomData<fn() -> T>,
}

impl GraphClient {
    /// Updates the entity at `address`: sets the properties in `update`, and leaves all others unchanged.
    ///
    /// Await the operation to send the request. No request is sent if `update` is empty.
    ///
    /// # Errors
    /// The operation fails with an [`Error`] of any [`ErrorKind`](crate::ErrorKind). Before a request is sent, the address, the update,
    /// the credential or the limits of the service cause it; later the connection or the service.
    pub fn update<T: Resource>(&self, address: Address<T>, update: T::Update) -> UpdateOperation<T> {
        let kind = UpdateEntity { is_skipped: update.is_empty(), resource: PhantomData };
        Operation::new(Arc::clone(&self.inner), Request::patch(address, update), kind)
    }
}

impl<T: Resource> UpdateOperation<T> {
    /// Updates the entity only if it still has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. `None`, which
    /// [`Entity::etag`](crate::response::Entity::etag) returns if the service has no ETags, updates the entity in any state.
    /// [`modify`](GraphClient::modify) reads, changes and updates in one step.
    ///
    /// An update with an ETag is retried only after 429 and 503, unless [`retryable`](Self::retryable) is set. If the service made
    /// the update despite a 503, the next attempt fails with that error as well.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Sets whether the response should contain the entity.
    pub fn prefer(self, prefer: Prefer) -> Self {
        self.map_request(|request| request.prefer(prefer))
    }

    /// Sets whether the update is retried even if the service may have made it already; see [`Request::retryable`].
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }

    /// Sends the request even if no property is set. Its body then has at most `@odata.type`.
    ///
    /// The service responds as to any update, for example with the entity, or with an error if it does not exist.
    pub fn even_if_empty(mut self) -> Self {
        self.kind.is_skipped = false;
        self
    }
}

impl<T> Sealed for UpdateEntity<T> {}

impl<T: Resource> OperationKind for UpdateEntity<T> {
    type Output = Updated<T>;

    fn decode(&self, response: SuccessfulResponse) -> Result<Updated<T>, Error> {
        if response.text().is_empty() {
            return Ok(Updated::NoContent(response.into_info(None)));
        }
        decode_entity(response, ResponseScope::Update).map(Updated::Entity)
    }

    fn output_without_request(&self) -> Option<Updated<T>> {
        self.is_skipped.then_some(Updated::Unchanged)
    }
}
