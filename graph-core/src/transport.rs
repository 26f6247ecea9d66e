//! How requests travel: a [`tower::Service`] that anybody can replace or wrap.

mod body;
mod buffer;
mod connections;
mod deadline;
mod fault;
mod gunzip;
mod http_transport;
mod proxy;
mod roots;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::Service;
use tower::util::BoxCloneSyncService;

use crate::error::Error;
use crate::failure::ErrorKind;

pub use body::ResponseBody;

pub(crate) use buffer::Limits;
use buffer::buffer;
pub(crate) use deadline::Deadline;
pub(crate) use http_transport::{HttpTransport, Timeouts};
pub(crate) use roots::Roots;

/// The error of a service given to [`GraphClientBuilder::service`](crate::client::GraphClientBuilder::service).
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The answer of [`Transport`].
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, Error>> + Send>>;

/// Marks a request, in its extensions, that must not go over a connection that was kept from before.
///
/// The client marks the attempt that follows a 503, because the old connection may lead to the part of the service that is
/// unavailable, a timeout or a broken connection, because other kept connections may be dead, too. Its own transport replaces
/// its connections then. A [service](crate::GraphClientBuilder::service) of your own that keeps connections should
/// use a new one.
///
/// Source: [Best practices for Microsoft Graph, handle expected
/// errors](https://learn.microsoft.com/graph/best-practices-concept#handle-expected-errors).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewConnection;

/// The service that carries a client's requests: what a layer given to
/// [`GraphClientBuilder::layer`](crate::client::GraphClientBuilder::layer) wraps.
///
/// A request arrives complete, its access token included, and leaves with the whole body of its response, at most as
/// large as the client allows. One call is one attempt.
#[derive(Clone)]
pub struct Transport(Carrier);

#[derive(Clone)]
enum Carrier {
    /// The usual case, which costs no allocation.
    Http(HttpTransport),
    Custom(BoxCloneSyncService<http::Request<Bytes>, http::Response<ResponseBody>, Error>),
}

impl Transport {
    /// reqwest.
    pub(crate) fn http(service: HttpTransport) -> Self {
        Self(Carrier::Http(service))
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
        Self(Carrier::Custom(BoxCloneSyncService::new(Custom { service, limits })))
    }

    /// One attempt. It ends when the deadline of the call passes.
    pub(crate) async fn send(
        &self,
        request: http::Request<Bytes>,
        deadline: Deadline,
    ) -> Result<http::Response<ResponseBody>, Error> {
        match &self.0 {
            // reqwest has a timer of its own
            Carrier::Http(service) => service.execute(request, Some(deadline)).await,
            Carrier::Custom(service) => {
                let mut service = service.clone();
                let answer = async move {
                    poll_fn(|context| service.poll_ready(context)).await?;
                    service.call(request).await
                };
                match deadline.bound(answer).await {
                    Some(answer) => answer,
                    None => Err(deadline.passed()),
                }
            }
        }
    }
}

impl Service<http::Request<Bytes>> for Transport {
    type Response = http::Response<ResponseBody>;
    type Error = Error;
    type Future = TransportFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match &mut self.0 {
            Carrier::Http(service) => service.poll_ready(context),
            Carrier::Custom(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        match &mut self.0 {
            Carrier::Http(service) => service.call(request),
            Carrier::Custom(service) => service.call(request),
        }
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
            let io = io_error_kind(&*source);
            let (kind, message) = match io {
                Some(io::ErrorKind::ConnectionRefused) => (ErrorKind::Connect, "the connection was refused"),
                Some(io::ErrorKind::TimedOut) => (ErrorKind::Timeout, "the time limit passed"),
                _ => (ErrorKind::Transport, "the request could not be carried out"),
            };
            let error = Error::new(kind, message).with_io_error_kind(io);
            let error = if fault::unprocessed(&*source).is_some() { error.with_unprocessed() } else { error };
            error.with_source(source)
        }
    }
}

/// What happened below, as the operating system or TLS says it.
fn io_error_kind(error: &(dyn StdError + 'static)) -> Option<io::ErrorKind> {
    let chain = std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source());
    let kinds = chain.filter_map(|error| error.downcast_ref::<io::Error>()).map(|mut error| {
        // one in the other, which `source` passes over
        while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>()) {
            error = inner;
        }
        error.kind()
    });
    kinds.fold(None, |best, kind| best.filter(|best| *best != io::ErrorKind::Other).or(Some(kind)))
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::io_error_kind;

    #[test]
    fn the_most_specific_reason_is_found() {
        let of = |error: Error| io_error_kind(&error);
        assert_eq!(of(Error::from(ErrorKind::ConnectionReset)), Some(ErrorKind::ConnectionReset));
        assert_eq!(of(Error::other("text")), Some(ErrorKind::Other));
        assert_eq!(of(Error::other(Error::from(ErrorKind::InvalidData))), Some(ErrorKind::InvalidData));
        let wrapped = crate::Error::credential(Error::from(ErrorKind::UnexpectedEof));
        assert_eq!(io_error_kind(&wrapped), Some(ErrorKind::UnexpectedEof));
        assert_eq!(of(Error::other(wrapped)), Some(ErrorKind::UnexpectedEof), "below one that says nothing");
        assert_eq!(io_error_kind(&crate::Error::credential("text")), None);
    }
}
