use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use uuid::Uuid;

use super::decode::{entity, no_entity, text};
use super::{Draft, ExchangeFuture};
use crate::client::GraphClient;
use crate::error::Error;
use crate::etag::ETag;
use crate::request::{DryRun, Request};
use crate::response::Entity;
use crate::schema::Readable;

/// The reading of an entity, made by [`GraphClient::get`]. It happens when this is awaited.
#[must_use = "nothing is read until this is awaited"]
pub struct GetOperation<T> {
    draft: Draft,
    resource: PhantomData<fn() -> T>,
}

impl<T: Readable> GetOperation<T> {
    pub(in crate::client) fn new(client: GraphClient, request: Result<Request, Error>) -> Self {
        Self { draft: Draft { client, request }, resource: PhantomData }
    }

    /// Reads only if the entity has this ETag; else the error [is a failed precondition](Error::is_precondition_failed).
    pub fn if_match(self, etag: impl Into<ETag>) -> Self {
        self.map(|request| request.if_match(etag.into()))
    }

    /// How long the whole call may take, waits and repetitions included, instead of the client's
    /// [`deadline`](crate::GraphClientBuilder::deadline).
    pub fn deadline(self, deadline: Duration) -> Self {
        self.map(|request| request.deadline(deadline))
    }

    /// Gives the request this id instead of a random one. All attempts carry the same.
    pub fn client_request_id(self, id: Uuid) -> Self {
        self.map(|request| request.client_request_id(id))
    }

    /// What would be sent, without asking for an access token and without sending.
    ///
    /// # Errors
    /// [`ErrorKind::Address`](crate::ErrorKind::Address) when a segment of the address was refused.
    pub fn dry_run(self) -> Result<DryRun, Error> {
        self.draft.dry_run(true)
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        Self { draft: self.draft.map(change), ..self }
    }
}

impl<T: Readable> IntoFuture for GetOperation<T> {
    type Output = Result<Entity<T>, Error>;
    type IntoFuture = GetFuture<T>;

    fn into_future(self) -> GetFuture<T> {
        GetFuture { exchange: self.draft.send(), resource: PhantomData }
    }
}

impl<T> fmt::Debug for GetOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GetOperation").field(&self.draft.request).finish()
    }
}

/// The future of [`GetOperation`].
#[must_use = "nothing is read until this is awaited"]
pub struct GetFuture<T> {
    exchange: ExchangeFuture,
    resource: PhantomData<fn() -> T>,
}

impl<T: Readable> Future for GetFuture<T> {
    type Output = Result<Entity<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let exchanged = ready!(self.exchange.as_mut().poll(context))?;
        Poll::Ready(if text(&exchanged).is_empty() { Err(no_entity(exchanged)) } else { entity(exchanged) })
    }
}

impl<T> fmt::Debug for GetFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetFuture")
    }
}
