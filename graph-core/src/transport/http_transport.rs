//! reqwest as a service, without its types in sight.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tower::Service;
use url::Url;

use super::buffer::Buffer;
use super::{BoxError, Limits, ResponseBody, TransportFuture};
use crate::error::{Error, ErrorKind};
use crate::origin::Origin;
use crate::response::ResponseInfo;

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
}

/// What is the same for all requests, so that none parses it again.
struct Base {
    origin: Origin,
    url: Url,
    timeouts: Timeouts,
    limits: Limits,
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
        Ok(Self { client, base: Arc::new(Base { origin: origin.clone(), url, timeouts, limits }) })
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
        let base = Arc::clone(&self.base);
        Box::pin(async move {
            let response = response?.await.map_err(|error| base.fault(error))?;
            base.receive(response).await
        })
    }
}

impl Base {
    fn request(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
        let (parts, body) = request.into_parts();
        if !self.origin.allows_uri(&parts.uri) {
            // A layer changed it.
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

    async fn receive(&self, mut response: reqwest::Response) -> Result<http::Response<ResponseBody>, Error> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let mut buffer = Buffer::new(status, &headers, self.limits)?;
        let broken = |error| self.fault(error).with_info(ResponseInfo::new(status, &headers));
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if !buffer.push(chunk, &headers)? {
                break;
            }
        }
        let mut response = http::Response::new(buffer.finish());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    fn fault(&self, error: reqwest::Error) -> Error {
        let (host, timeouts) = (self.origin.authority(), self.timeouts);
        let (kind, message) = if error.is_connect() {
            let within = if error.is_timeout() { format!(" within {:?}", timeouts.connect) } else { String::new() };
            (
                ErrorKind::Connect,
                format!("no connection to `{host}` could be made{within}; check the network and the proxy"),
            )
        } else if error.is_timeout() {
            (ErrorKind::Timeout, format!("`{host}` did not answer completely within {:?}", timeouts.total))
        } else {
            (ErrorKind::Transport, format!("the connection to `{host}` broke before the answer was complete"))
        };
        // The URL holds ids.
        Error::new(kind, message).with_source(error.without_url())
    }
}
