use std::marker::PhantomData;
use std::sync::Arc;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Address;
use crate::client::call::SuccessfulResponse;
use crate::client::decode::{decode_entity, missing_entity_error};
use crate::client::graph_client::GraphClient;
use crate::client::row::Row;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::json_text::ResponseScope;
use crate::query::{Expand, Partial, Property, QueryOptions, ReadScope};
use crate::request::Request;
use crate::response::Entity;
use crate::schema::Readable;
use crate::update::Resource;

/// Reads an entity; returned by [`GraphClient::get`].
pub type GetOperation<T> = Operation<GetEntity<T>>;

/// The kind of a [`GetOperation`], whose output is an [`Entity`] of `R`.
#[derive(Debug)]
pub struct GetEntity<R> {
    /// Present if a caller set an option.
    query: Option<Box<QueryOptions>>,
    row: PhantomData<fn() -> R>,
}

impl GraphClient {
    /// Reads the entity at `address`.
    ///
    /// The request selects the declared properties (`$select`), and expands those under `#[graph(expand)]`.
    ///
    /// Await the operation to send the request.
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update), and with
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the response is not the declared resource.
    pub fn get<T: Readable>(&self, address: Address<T>) -> GetOperation<T> {
        let kind = GetEntity { query: None, row: PhantomData };
        Operation::new(Arc::clone(&self.inner), Request::get(address), kind)
    }
}

impl<R: Row> Operation<GetEntity<R>> {
    /// Reads the entity only if it has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. `None` reads it in
    /// any state.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Leaves it to the service which properties it returns: sends no `$select`.
    ///
    /// A service may return a default set of properties, which lacks declared ones.
    pub fn select_all(self) -> Self {
        self.with_query(QueryOptions::select_all)
    }

    /// Sets options for the entities of a navigation property, which has `#[graph(expand)]`.
    pub fn expand<E>(self, expand: impl for<'a> FnOnce(&'a R::Entity) -> Expand<'a, E>) -> Self {
        self.with_query(|query| query.expand::<R::Entity, E>(R::Entity::ENTITY, expand))
    }

    fn with_query(mut self, change: impl FnOnce(&mut QueryOptions)) -> Self {
        change(self.kind.query.get_or_insert_default());
        self
    }
}

impl<T: Resource> GetOperation<T> {
    /// Selects these properties only, so that the result is a [`Partial`] entity.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, QueryExt as _, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32, location: Option<String> }
    /// # let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let location = graph.get(Printer::at("p1")).select(|printer| [printer.location.property()]);
    /// assert_eq!(location.dry_run()?.url(), "https://graph.microsoft.com/v1.0/printers/p1?$select=location");
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    pub fn select<const N: usize>(
        self,
        select: impl for<'a> FnOnce(&'a T) -> [Property<'a>; N],
    ) -> Operation<GetEntity<Partial<T>>> {
        let Operation { client, request, kind } = self.with_query(|query| query.select(select));
        Operation { client, request, kind: GetEntity { query: kind.query, row: PhantomData } }
    }
}

impl<R> Sealed for GetEntity<R> {}

impl<R: Row> OperationKind for GetEntity<R> {
    type Output = Entity<R>;

    fn prepare(&self, request: Request) -> Result<Request, Error> {
        match &self.query {
            Some(query) => request.with_query(query, R::Entity::ENTITY, ReadScope::Entity),
            None => Ok(request),
        }
    }

    fn decode(&self, response: SuccessfulResponse) -> Result<Entity<R>, Error> {
        if response.text().is_empty() {
            Err(missing_entity_error(response))
        } else {
            decode_entity(response, ResponseScope::Entity)
        }
    }
}
