//! How requests travel: a [`tower::Service`] that anybody can replace or wrap.

mod body;
mod buffer;
mod http_transport;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::Service;
use tower::util::BoxCloneSyncService;

use crate::error::{Error, ErrorKind};

pub use body::ResponseBody;

pub(crate) use buffer::Limits;
use buffer::buffer;
pub(crate) use http_transport::{HttpTransport, Timeouts};

/// The error of a service given to [`GraphClientBuilder::service`](crate::client::GraphClientBuilder::service).
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The answer of [`Transport`].
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, Error>> + Send>>;

/// The service that carries a client's requests: what a layer given to
/// [`GraphClientBuilder::layer`](crate::client::GraphClientBuilder::layer) wraps.
///
/// A request arrives complete, its access token included, and leaves with the whole body of its response, at most as
/// large as the client allows. One call is one attempt.
#[derive(Clone)]
pub struct Transport(BoxCloneSyncService<http::Request<Bytes>, http::Response<ResponseBody>, Error>);

impl Transport {
    /// reqwest.
    pub(crate) fn http(service: HttpTransport) -> Self {
        Self(BoxCloneSyncService::new(service))
    }

    /// A service of somebody else's.
    pub(crate) fn custom<S, B>(service: S, limits: Limits) -> Self
    where
        S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        Self(BoxCloneSyncService::new(Custom { service, limits }))
    }

    /// One attempt.
    pub(crate) async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<ResponseBody>, Error> {
        let mut service = self.0.clone();
        poll_fn(|context| service.poll_ready(context)).await?;
        service.call(request).await
    }
}

impl Service<http::Request<Bytes>> for Transport {
    type Response = http::Response<ResponseBody>;
    type Error = Error;
    type Future = TransportFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        self.0.call(request)
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}

#[derive(Clone)]
struct Custom<S> {
    service: S,
    limits: Limits,
}

impl<S, B> Service<http::Request<Bytes>> for Custom<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<B>>,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<ResponseBody>;
    type Error = Error;
    type Future = TransportFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.service.poll_ready(context).map_err(|error| foreign(error.into()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        let response = self.service.call(request);
        let limits = self.limits;
        Box::pin(async move {
            let response = response.await.map_err(|error| foreign(error.into()))?;
            buffer(response, limits, foreign).await
        })
    }
}

/// The error of a service of somebody else's, which may be ours that went through a layer.
fn foreign(error: BoxError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(source) => {
            let (kind, message) = match io_error_kind(&*source) {
                Some(std::io::ErrorKind::ConnectionRefused) => (ErrorKind::Connect, "the connection was refused"),
                Some(std::io::ErrorKind::TimedOut) => (ErrorKind::Timeout, "the time limit passed"),
                _ => (ErrorKind::Transport, "the request could not be carried out"),
            };
            Error::new(kind, message).with_source(source)
        }
    }
}

fn io_error_kind(error: &(dyn StdError + 'static)) -> Option<std::io::ErrorKind> {
    std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source())
        .find_map(|error| error.downcast_ref::<std::io::Error>())
        .map(std::io::Error::kind)
}
