//! reqwest as a service, without its types in sight.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::uri::{Authority, Scheme};
use tower::Service;
use url::Url;

use super::buffer::{Buffer, info};
use super::{BoxError, Limits, ResponseBody, TransportFuture};
use crate::error::{Error, ErrorKind};
use crate::origin::Origin;

/// How long one attempt may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    /// Until the connection stands.
    pub(crate) connect: Duration,
    /// Until the last byte of the answer.
    pub(crate) total: Duration,
}

impl Timeouts {
    /// 100 s is what Microsoft's own clients wait for Graph.
    pub(crate) const DEFAULT: Self = Self { connect: Duration::from_secs(10), total: Duration::from_secs(100) };
}

/// Carries requests to one origin.
#[derive(Clone)]
pub(crate) struct HttpTransport {
    client: reqwest::Client,
    base: Arc<Base>,
    limits: Limits,
}

/// The origin in the three shapes that requests need, so that no request parses it again.
struct Base {
    url: Url,
    scheme: Scheme,
    authority: Authority,
}

impl HttpTransport {
    pub(crate) fn new(origin: &Origin, timeouts: Timeouts, limits: Limits) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // Attempts are counted in one place, which is not here; and reqwest copies each request to be able to repeat it.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total);
        if origin.is_loopback() {
            // A proxy would be told what is meant for this machine alone, in the clear.
            builder = builder.no_proxy();
        }
        builder = if origin.is_https() {
            builder.https_only(true)
        } else {
            // No certificates are needed, so a machine without any will do.
            builder.tls_certs_only([])
        };
        let refuse = |error: BoxError| Error::new(ErrorKind::Configuration, "HTTP cannot be set up").with_source(error);
        let client = builder.build().map_err(|error| refuse(error.into()))?;
        let url = format!("{}://{}/", origin.scheme(), origin.authority());
        let url = Url::parse(&url).map_err(|error| refuse(error.into()))?;
        let base = Base { url, scheme: origin.scheme().clone(), authority: origin.authority().clone() };
        Ok(Self { client, base: Arc::new(base), limits })
    }
}

impl Service<http::Request<Bytes>> for HttpTransport {
    type Response = http::Response<ResponseBody>;
    type Error = Error;
    type Future = TransportFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> TransportFuture {
        let request = self.base.request(request);
        let response = request.map(|request| self.client.execute(request));
        let limits = self.limits;
        Box::pin(async move { receive(response?.await.map_err(fault)?, limits).await })
    }
}

impl Base {
    fn request(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
        let (parts, body) = request.into_parts();
        if parts.uri.scheme() != Some(&self.scheme) || parts.uri.authority() != Some(&self.authority) {
            return Err(Error::new(ErrorKind::Origin, "the request was for another origin, so nothing was sent"));
        }
        let mut url = self.url.clone();
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        Ok(request)
    }
}

async fn receive(mut response: reqwest::Response, limits: Limits) -> Result<http::Response<ResponseBody>, Error> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut buffer = Buffer::new(status, &headers, limits)?;
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(error).with_info(info(status, &headers)))? {
        if !buffer.push(chunk, &headers)? {
            break;
        }
    }
    let mut response = http::Response::new(buffer.finish());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn fault(error: reqwest::Error) -> Error {
    let (kind, message) = if error.is_connect() && error.is_timeout() {
        (ErrorKind::Connect, "no connection was made within the time limit; check the network and the proxy")
    } else if error.is_connect() {
        (ErrorKind::Connect, "no connection could be made; check the network and the proxy")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "the answer was not complete within the time limit")
    } else {
        (ErrorKind::Transport, "the connection broke before the answer was complete")
    };
    // The URL holds ids.
    Error::new(kind, message).with_source(error.without_url())
}
