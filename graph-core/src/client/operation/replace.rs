use std::marker::PhantomData;
use std::sync::Arc;

use super::create::decode_created;
use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Address;
use crate::client::call::SuccessfulResponse;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::request::{Prefer, Request};
use crate::response::Created;
use crate::update::Resource;

/// Replaces an entity; returned by [`GraphClient::replace`].
pub type ReplaceOperation<T> = Operation<ReplaceEntity<T>>;

/// The kind of a [`ReplaceOperation`], whose output is [`Created`].
#[derive(Debug)]
pub struct ReplaceEntity<T> {
    resource: PhantomData<fn() -> T>,
}

impl GraphClient {
    /// Replaces the entity at `address` with these properties, or creates it there (PUT).
    ///
    /// The service resets properties that are left out. The properties that are not nullable must therefore be set; the error names all that
    /// are missing, and nothing is sent. To change a few properties, read the entity, start with
    /// [`Create::from_entity`](crate::Create::from_entity), and set them. Use [`update`](Self::update) wherever the service accepts it: settings
    /// catalog policies are among the few entities whose settings only a replacement can change.
    ///
    /// ```
    /// # use graph_core::{Cloud, Create as _, GraphClient, graph_resource};
    /// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
    /// struct Printer {
    ///     #[graph(key)]
    ///     id: String,
    ///     name: String,
    ///     location: Option<String>,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let incomplete = graph.replace(Printer::at("1"), Printer::create().location("2nd floor")).dry_run().unwrap_err();
    /// assert!(incomplete.to_string().contains("`name` must be set"));
    ///
    /// let before = Printer { id: "1".into(), name: "a".into(), location: None };
    /// let replace = graph.replace(Printer::at("1"), PrinterCreate::from_entity(&before).location("2nd floor"));
    /// assert_eq!(replace.dry_run()?.body(), r#"{"name":"a","location":"2nd floor"}"#);
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update).
    pub fn replace<T: Resource>(&self, address: Address<T>, properties: T::Create) -> ReplaceOperation<T> {
        let kind = ReplaceEntity { resource: PhantomData };
        Operation::new(Arc::clone(&self.inner), Request::put(address, properties), kind)
    }
}

impl<T: Resource> ReplaceOperation<T> {
    /// Replaces the entity only if it still has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. `None` replaces it in any state.
    ///
    /// A replacement with an ETag is retried only after 429 and 503, like an [update](super::UpdateOperation::if_match).
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Sets whether the response should contain the entity.
    pub fn prefer(self, prefer: Prefer) -> Self {
        self.map_request(|request| request.prefer(prefer))
    }
}

impl<T> Sealed for ReplaceEntity<T> {}

impl<T: Resource> OperationKind for ReplaceEntity<T> {
    type Output = Created<T>;

    fn decode(&self, response: SuccessfulResponse) -> Result<Created<T>, Error> {
        decode_created(response)
    }
}
