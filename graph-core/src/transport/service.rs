//! The transport of a client: reqwest, or a service of the caller.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::Service;
use tower::util::BoxCloneSyncService;

use super::body::ResponseBody;
use super::body_stream::{is_streamed, stream_body};
use super::connection_error::{BoxError, from_custom_service};
use super::deadline::Deadline;
use super::http_transport::{HttpTransport, TransportFuture};
use super::read_body::{BodyLimits, read_body};
use crate::error::Error;

/// The service that transports the requests of a client.
///
/// A layer that is passed to [`GraphClientBuilder::layer`](crate::GraphClientBuilder::layer) wraps it. The requests
/// that it receives are complete and include the access token. The responses that it returns have their whole body, at most as
/// large as the client allows. One call is one attempt.
///
/// A download is different: the body of its response is empty and follows as a stream. If the service redirects it, the layer receives
/// a second request, to another origin and without the access token.
#[derive(Clone)]
pub struct Transport(Backend);

#[derive(Clone)]
enum Backend {
    /// The usual case, which needs no allocation.
    Http(HttpTransport),
    Custom(BoxCloneSyncService<http::Request<Bytes>, http::Response<ResponseBody>, Error>),
}

impl Transport {
    /// Creates a transport that uses reqwest.
    pub(crate) fn http(service: HttpTransport) -> Self {
        Self(Backend::Http(service))
    }

    /// Creates a transport that uses a service of the caller.
    pub(crate) fn custom<S, B>(service: S, limits: BodyLimits) -> Self
    where
        S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        Self(Backend::Custom(BoxCloneSyncService::new(CustomService { service, limits })))
    }

    /// Sends a request once. The attempt ends when the deadline of the call passes.
    pub(crate) async fn send(
        &self,
        request: http::Request<Bytes>,
        deadline: Deadline,
    ) -> Result<http::Response<ResponseBody>, Error> {
        match &self.0 {
            // reqwest has a timer of its own
            Backend::Http(service) => service.execute(request, Some(deadline)).await,
            Backend::Custom(service) => {
                let mut service = service.clone();
                let response = async move {
                    poll_fn(|context| service.poll_ready(context)).await?;
                    service.call(request).await
                };
                match deadline.bound(response).await {
                    Some(outcome) => outcome,
                    None => Err(deadline.error()),
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
            Backend::Http(service) => service.poll_ready(context),
            Backend::Custom(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        match &mut self.0 {
            Backend::Http(service) => service.call(request),
            Backend::Custom(service) => service.call(request),
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}

/// Adapts a service of the caller: reads the bodies of its responses and converts its errors.
#[derive(Clone)]
struct CustomService<S> {
    service: S,
    limits: BodyLimits,
}

impl<S, B> Service<http::Request<Bytes>> for CustomService<S>
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
        self.service.poll_ready(context).map_err(|error| from_custom_service(error.into()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        let is_streamed = is_streamed(&request);
        let response = self.service.call(request);
        let limits = self.limits;
        Box::pin(async move {
            let response = response.await.map_err(|error| from_custom_service(error.into()))?;
            if is_streamed && response.status().is_success() {
                stream_body(response, from_custom_service).await
            } else {
                read_body(response, limits, from_custom_service).await
            }
        })
    }
}
