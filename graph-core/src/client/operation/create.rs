use std::sync::Arc;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Collection;
use crate::client::call::SuccessfulResponse;
use crate::client::decode::decode_entity;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::json_text::ResponseScope;
use crate::request::{Prefer, Request};
use crate::response::Created;
use crate::update::Resource;

/// Creates an entity; returned by [`GraphClient::create`].
pub type CreateOperation<T> = Operation<CreateEntity<T>>;

/// The kind of a [`CreateOperation`], whose output is [`Created`].
#[derive(Debug)]
pub struct CreateEntity<T> {
    pub(in crate::client) collection: Collection<T>,
}

impl GraphClient {
    /// Creates an entity in `collection`.
    ///
    /// Await the operation to send the request. A creation is not idempotent, and names need not be unique, so the client never repeats it
    /// when the service may have processed it: the operation then fails with [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous). A
    /// request that the service did not process (429, 503, no connection) is retried. To create an entity unless there is one with the same name, use
    /// [`unless_exists`](CreateOperation::unless_exists).
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_resource};
    /// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never)]
    /// struct Group {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    ///     #[graph(create_only)]
    ///     is_assignable_to_role: Option<bool>,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let create = graph.create(Group::collection(), Group::create().display_name("All staff").is_assignable_to_role(false));
    /// let dry_run = create.dry_run()?;
    /// assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/groups");
    /// assert_eq!(dry_run.body(), r#"{"displayName":"All staff","isAssignableToRole":false}"#);
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update), and with
    /// [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous).
    pub fn create<T: Resource>(&self, collection: Collection<T>, create: T::Create) -> CreateOperation<T> {
        let request = Request::post(collection.clone(), create);
        Operation::new(Arc::clone(&self.inner), request, CreateEntity { collection })
    }
}

impl<T: Resource> CreateOperation<T> {
    /// Sets whether the response should contain the entity.
    pub fn prefer(self, prefer: Prefer) -> Self {
        self.map_request(|request| request.prefer(prefer))
    }
}

impl<T> Sealed for CreateEntity<T> {}

impl<T: Resource> OperationKind for CreateEntity<T> {
    type Output = Created<T>;

    fn decode(&self, response: SuccessfulResponse) -> Result<Created<T>, Error> {
        decode_created(response)
    }
}

/// Decodes the response of a creation or a replacement.
pub(super) fn decode_created<T: Resource>(response: SuccessfulResponse) -> Result<Created<T>, Error> {
    if response.text().is_empty() {
        return Ok(Created::NoContent(response.into_info(None)));
    }
    decode_entity(response, ResponseScope::Update).map(Created::Entity)
}
