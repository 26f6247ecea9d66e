use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use uuid::Uuid;

use super::decode::{entity, info, text};
use super::{Draft, ExchangeFuture};
use crate::client::GraphClient;
use crate::error::Error;
use crate::etag::ETag;
use crate::request::{DryRun, Prefer, Request};
use crate::response::Updated;
use crate::update::Resource;

/// An update of an entity, made by [`GraphClient::update`]. It happens when this is awaited.
#[must_use = "nothing is updated until this is awaited"]
pub struct UpdateOperation<T> {
    draft: Draft,
    empty: bool,
    resource: PhantomData<fn() -> T>,
}

impl<T: Resource> UpdateOperation<T> {
    pub(in crate::client) fn new(client: GraphClient, request: Result<Request, Error>, empty: bool) -> Self {
        Self { draft: Draft { client, request }, empty, resource: PhantomData }
    }

    /// Updates only if the entity still has this ETag; else the error
    /// [is a failed precondition](Error::is_precondition_failed).
    ///
    /// A request with an ETag is sent again after a 429 or 503 only, unless [`retryable`](Self::retryable) says otherwise. If the
    /// service made the update in spite of a 503, the next attempt fails with that error, too.
    pub fn if_match(self, etag: impl Into<ETag>) -> Self {
        self.map(|request| request.if_match(etag.into()))
    }

    /// Asks for the entity in the answer, or for none.
    pub fn prefer(self, prefer: Prefer) -> Self {
        self.map(|request| request.prefer(prefer))
    }

    /// Says whether the update may be sent again where the service may have made it already; see
    /// [`Request::retryable`].
    pub fn retryable(self, retryable: bool) -> Self {
        self.map(|request| request.retryable(retryable))
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

    /// Sends the update even if no property is set. The body then holds at most `@odata.type`.
    ///
    /// The service answers as to any update, for example with the entity, or with an error if it does not exist.
    pub fn even_if_empty(self) -> Self {
        Self { empty: false, ..self }
    }

    /// What would be sent, without asking for an access token and without sending.
    ///
    /// # Errors
    /// [`ErrorKind::Address`](crate::ErrorKind::Address) when a segment of the address was refused.
    pub fn dry_run(self) -> Result<DryRun, Error> {
        self.draft.dry_run(!self.empty)
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        Self { draft: self.draft.map(change), ..self }
    }
}

impl<T: Resource> IntoFuture for UpdateOperation<T> {
    type Output = Result<Updated<T>, Error>;
    type IntoFuture = UpdateFuture<T>;

    fn into_future(self) -> UpdateFuture<T> {
        let state = match self.draft.request {
            // A wrong address is an error even where nothing would have been sent to it.
            Ok(_) if self.empty => State::Unchanged,
            _ => State::Exchange(self.draft.send()),
        };
        UpdateFuture { state, resource: PhantomData }
    }
}

impl<T> fmt::Debug for UpdateOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UpdateOperation").field(&self.draft.request).finish()
    }
}

/// The future of [`UpdateOperation`].
#[must_use = "nothing is updated until this is awaited"]
pub struct UpdateFuture<T> {
    state: State,
    resource: PhantomData<fn() -> T>,
}

enum State {
    Unchanged,
    Exchange(ExchangeFuture),
}

impl<T: Resource> Future for UpdateFuture<T> {
    type Output = Result<Updated<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let State::Exchange(exchange) = &mut self.state else { return Poll::Ready(Ok(Updated::Unchanged)) };
        let exchanged = ready!(exchange.as_mut().poll(context))?;
        Poll::Ready(if text(&exchanged).is_empty() {
            Ok(Updated::NoContent(info(exchanged)))
        } else {
            entity(exchanged).map(Updated::Entity)
        })
    }
}

impl<T> fmt::Debug for UpdateFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UpdateFuture")
    }
}
