use std::marker::PhantomData;
use std::sync::Arc;

use super::entity::{decode_entity, missing_entity_error};
use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Address;
use crate::client::call::SuccessfulResponse;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::request::Request;
use crate::response::Entity;
use crate::schema::Readable;

/// Reads an entity; returned by [`GraphClient::get`].
pub type GetOperation<T> = Operation<GetEntity<T>>;

/// The kind of a [`GetOperation`], whose output is an [`Entity`].
#[derive(Debug)]
pub struct GetEntity<T>(PhantomData<fn() -> T>);

impl GraphClient {
    /// Reads the entity at `address`.
    ///
    /// Await the operation to send the request.
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update), and with
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response is not the declared resource.
    pub fn get<T: Readable>(&self, address: Address<T>) -> GetOperation<T> {
        Operation::new(Arc::clone(&self.inner), Request::get(address), GetEntity(PhantomData))
    }
}

impl<T: Readable> GetOperation<T> {
    /// Reads the entity only if it has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. `None` reads it in
    /// any state.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }
}

impl<T> Sealed for GetEntity<T> {}

impl<T: Readable> OperationKind for GetEntity<T> {
    type Output = Entity<T>;

    fn decode(&self, response: SuccessfulResponse) -> Result<Entity<T>, Error> {
        if response.text().is_empty() { Err(missing_entity_error(response)) } else { decode_entity(response) }
    }
}
