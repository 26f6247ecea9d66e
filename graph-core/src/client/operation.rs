//! Operations: what `get`, `update` and `delete` return, to be configured and awaited.
//!
//! A kind of operation is one file here: the type of the kind with its [`OperationKind`] implementation, the method of
//! [`GraphClient`](super::GraphClient) that creates the operation, and the options that only this kind has. What all kinds have in common is
//! in this file, and the decoding of entities in `client/decode.rs`. A list makes many requests, so it is
//! not one of these operations: see `client/list.rs`.

mod call;
mod create;
mod delete;
mod download;
mod get;
mod link;
mod modify;
mod replace;
mod update;
mod upload;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use uuid::Uuid;

use super::call::SuccessfulResponse;
use super::execute::execute;
use super::inner::ClientInner;
use crate::error::Error;
use crate::request::{DryRun, PreparedRequest, Request};

pub use call::{CallCallable, CallOperation, CallOutput};
pub use create::{CreateEntity, CreateOperation};
pub use delete::{DeleteEntity, DeleteOperation};
pub use download::{DownloadMedia, DownloadOperation};
pub use get::{GetEntity, GetOperation};
pub use link::{ChangeLink, LinkOperation, Navigation};
pub use modify::{ModifyFuture, ModifyOperation};
pub use replace::{ReplaceEntity, ReplaceOperation};
pub use update::{UpdateEntity, UpdateOperation};
pub use upload::{UploadMedia, UploadOperation};

/// An operation of a [`GraphClient`](crate::GraphClient), which sends its request when it is awaited.
///
/// [`GetOperation`], [`UpdateOperation`] and [`DeleteOperation`] are the kinds of operations, with their options. `operation.await` and
/// `operation.send().await` are the same. [`send`](Self::send) returns a future of its own, which a task can run:
///
/// ```no_run
/// # use graph_core::{Error, GraphClient, graph_resource};
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # #[derive(Debug)]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// # async fn run(graph: GraphClient, ids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
/// let tasks: Vec<_> = ids.iter().map(|id| tokio::spawn(graph.get(Printer::at(id)).send())).collect();
/// for task in tasks {
///     println!("{} jobs", task.await??.job_count);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is awaited"]
pub struct Operation<K> {
    pub(super) client: Arc<ClientInner>,
    pub(super) request: Result<Request, Error>,
    pub(super) kind: K,
}

/// A kind of [`Operation`]: how a response is decoded.
///
/// This trait is sealed: only this crate implements it.
pub trait OperationKind: sealed::Sealed + Unpin {
    /// The result of the operation.
    type Output;

    /// Adds what only this kind of operation sends.
    #[doc(hidden)]
    fn prepare(&self, request: Request) -> Result<Request, Error> {
        Ok(request)
    }

    /// Decodes a successful response.
    #[doc(hidden)]
    fn decode(&self, response: SuccessfulResponse) -> Result<Self::Output, Error>;

    /// Returns the result of a failed call, if its error shows that the operation is done.
    ///
    /// Otherwise it returns the error, which may state more about the operation.
    #[doc(hidden)]
    fn recover(&self, error: Error) -> Result<Self::Output, Error> {
        Err(error)
    }

    /// Returns the result of an operation that needs no request.
    #[doc(hidden)]
    fn output_without_request(&self) -> Option<Self::Output> {
        None
    }
}

mod sealed {
    pub trait Sealed {}
}

impl<K: OperationKind> Operation<K> {
    /// Sets how long the call may take, including all attempts and waits.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.map_request(|request| request.deadline(deadline))
    }

    /// Sets the `client-request-id`, which all attempts have. Defaults to a random one.
    pub fn client_request_id(self, id: Uuid) -> Self {
        self.map_request(|request| request.client_request_id(id))
    }

    /// Sends the request, as awaiting the operation does.
    ///
    /// The future owns all that it needs, so that it can be spawned; see [`Operation`].
    pub fn send(self) -> OperationFuture<K> {
        self.into_future()
    }

    /// Returns the request that would be sent, without acquiring an access token and without sending it.
    ///
    /// # Errors
    /// [`ErrorKind::Address`](crate::ErrorKind::Address) or [`ErrorKind::Request`](crate::ErrorKind::Request) when the address or
    /// the request is not valid.
    pub fn dry_run(self) -> Result<DryRun, Error> {
        let request = PreparedRequest::new(self.kind.prepare(self.request?)?, &self.client.endpoint)?;
        Ok(DryRun::new(&request, &self.client.user_agent, self.kind.output_without_request().is_none()))
    }
}

impl<K> Operation<K> {
    fn new(client: Arc<ClientInner>, request: Result<Request, Error>, kind: K) -> Self {
        Self { client, request, kind }
    }

    fn map_request(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = self.request.map(change);
        self
    }
}

impl<K: OperationKind> IntoFuture for Operation<K> {
    type Output = Result<K::Output, Error>;
    type IntoFuture = OperationFuture<K>;

    fn into_future(self) -> OperationFuture<K> {
        let Self { client, request, kind } = self;
        let request = request.and_then(|request| kind.prepare(request));
        // An address that is not valid is an error even if no request is necessary.
        let is_sent = request.is_err() || kind.output_without_request().is_none();
        OperationFuture { call: Box::pin(async move { execute(client, request?).await }), is_sent, kind }
    }
}

type CallFuture = Pin<Box<dyn Future<Output = Result<SuccessfulResponse, Error>> + Send>>;

impl<K> fmt::Debug for Operation<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Operation").field(&self.request).finish()
    }
}

/// The future of an [`Operation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct OperationFuture<K> {
    call: CallFuture,
    is_sent: bool,
    kind: K,
}

impl<K: OperationKind> Future for OperationFuture<K> {
    type Output = Result<K::Output, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.is_sent
            && let Some(output) = self.kind.output_without_request()
        {
            return Poll::Ready(Ok(output));
        }
        Poll::Ready(match ready!(self.call.as_mut().poll(context)) {
            Ok(response) => self.kind.decode(response),
            Err(error) => self.kind.recover(error),
        })
    }
}

impl<K> fmt::Debug for OperationFuture<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperationFuture")
    }
}
