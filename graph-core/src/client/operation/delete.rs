use std::marker::PhantomData;
use std::sync::Arc;

use http::StatusCode;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Address;
use crate::client::call::SuccessfulResponse;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::failure::{ErrorKind, FailedAttempt};
use crate::request::Request;
use crate::response::{Deleted, ResponseInfo};
use crate::update::Resource;

/// Deletes an entity; returned by [`GraphClient::delete`].
pub type DeleteOperation<T> = Operation<DeleteEntity<T>>;

/// The kind of a [`DeleteOperation`], whose output is [`Deleted`].
#[derive(Debug)]
pub struct DeleteEntity<T>(PhantomData<fn() -> T>);

impl GraphClient {
    /// Deletes the entity at `address`.
    ///
    /// A deletion is retried even if an earlier attempt may have been processed. If such an attempt is followed by status 404 or 410,
    /// the entity is gone, and the deletion is done; see [`Deleted::is_reported`]. If the entity does not exist from the beginning, the
    /// operation fails, and [`is_not_found`](Error::is_not_found) is true.
    ///
    /// # Paths through links
    /// `DELETE /groups/{groupId}/members/{userId}` does not remove the user from the group, but deletes the user. Such a path may be
    /// declared to read members. A deletion at it is an error, and nothing is sent, as at any path through a navigation property that
    /// is known to link entities that exist on their own: `members`, `owners`, `memberOf`, `manager` and the like. Use
    /// [`unlink`](Self::unlink) to remove an entity from such a list. To delete the entity itself, use its own path, such as
    /// `/users/{userId}`.
    ///
    /// Source: [RFC 9110, section 9.3.5](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.5);
    /// [remove a member](https://learn.microsoft.com/graph/api/group-delete-members).
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, graph_resource};
    /// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// struct Printer {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// match graph.delete(Printer::at("p1")).await {
    ///     Ok(deleted) => println!("deleted, request id {:?}", deleted.info().request_id()),
    ///     Err(error) if error.is_not_found() => println!("there is no such printer"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The operation fails with [`ErrorKind::Request`] if the path goes through a link, and with the errors
    /// of [`update`](Self::update).
    pub fn delete<T: Resource>(&self, address: Address<T>) -> DeleteOperation<T> {
        Operation::new(Arc::clone(&self.inner), Request::delete(address), DeleteEntity(PhantomData))
    }
}

impl<T: Resource> DeleteOperation<T> {
    /// Deletes the entity only if it still has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. `None`, which
    /// [`Entity::etag`](crate::response::Entity::etag) returns if the service has no ETags, deletes the entity in any state.
    ///
    /// Status 412 after an attempt that may have been processed does not show whether that attempt deleted the entity: the condition is
    /// not met by an entity that does not exist, nor by one that another client changed. The operation fails then, and the error states both.
    ///
    /// Source: [RFC 9110, section 13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1).
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Sets whether the deletion is retried even if the service may have made it already; see [`Request::retryable`].
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }
}

impl<T> Sealed for DeleteEntity<T> {}

impl<T: Resource> OperationKind for DeleteEntity<T> {
    type Output = Deleted;

    fn decode(&self, response: SuccessfulResponse) -> Result<Deleted, Error> {
        Ok(Deleted::new(response.into_info(None)))
    }

    fn recover(&self, error: Error) -> Result<Deleted, Error> {
        recover_deleted(error).map(Deleted::new)
    }
}

/// Returns the response of a deletion that an earlier attempt of the same call may have made.
pub(super) fn recover_deleted(error: Error) -> Result<ResponseInfo, Error> {
    if is_gone(&error) && error.failed_attempts().iter().any(FailedAttempt::may_have_been_processed) {
        return error.into_info();
    }
    Err(error)
}

/// Returns whether the service itself, and not a gateway, reported that the entity does not exist.
fn is_gone(error: &Error) -> bool {
    error.kind() == ErrorKind::Service
        && matches!(error.status(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
        && error.code().is_some()
}
