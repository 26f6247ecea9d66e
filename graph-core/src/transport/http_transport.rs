//! The transport that uses reqwest.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};
use tokio::time::timeout;
use tower::Service;
use url::Url;

use super::body::ResponseBody;
use super::body_stream::{is_streamed, with_chunks};
use super::connection_error::{
    BoxError, TimeLimits, broken_connection_reason, from_reqwest, is_connection_timeout, timeout_error,
};
use super::connections::{Connections, IDLE_TIMEOUT, Lease, NewConnection};
use super::deadline::Deadline;
use super::http_chunks::chunks;
use super::proxy;
use super::read_body::{BodyBuffer, BodyLimits};
use super::redirect::{self, RedirectClient};
use super::root_certificates::RootCertificates;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::{Origin, display_host};
use crate::response::{ResponseInfo, is_gzip};
use crate::variables::Variables;

/// The future of [`Transport`](super::Transport).
pub type TransportFuture = Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, Error>> + Send>>;

/// The time limits of every attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    /// Until the connection is open.
    pub(crate) connect: Duration,
    /// Until the last byte of the response, or until the first byte of a download.
    pub(crate) attempt: Duration,
}

impl Timeouts {
    /// Returns how long an HTTP/2 connection may be silent before a PING is sent, and how long the response to the PING may take.
    ///
    /// Together they are less than half of an attempt, so that there is time for another one. Each is at most 20 seconds, which
    /// is hyper's default timeout.
    fn keep_alive(self) -> Duration {
        (self.attempt / 5).clamp(Duration::from_millis(500), Duration::from_secs(20))
    }

    /// 100 seconds is the timeout of Microsoft's own Graph clients.
    pub(crate) const DEFAULT: Self = Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(100) };
}

/// Sends requests to one origin, and those that follow a redirect to others.
#[derive(Clone)]
pub(crate) struct HttpTransport(Arc<Inner>);

struct Inner {
    connections: Connections,
    redirects: RedirectClient,
    origin: Origin,
    /// The URL of the origin, which each request copies.
    base_url: Url,
    timeouts: Timeouts,
    limits: BodyLimits,
}

impl HttpTransport {
    pub(crate) fn new(
        origin: &Origin,
        timeouts: Timeouts,
        limits: BodyLimits,
        roots: &RootCertificates,
    ) -> Result<Self, Error> {
        let failed = |error: BoxError| {
            Error::new(ErrorKind::Configuration, "the HTTP client could not be created").with_source(error)
        };
        let roots = roots.parse()?;
        if !origin.is_loopback() {
            proxy::check(Variables::PROCESS)?;
        }
        let new_builder = {
            let (origin, roots) = (origin.clone(), roots.clone());
            Box::new(move || client_builder(&origin, timeouts, &roots))
        };
        let redirects = RedirectClient::new(Box::new(move |origin| client_builder(origin, timeouts, &roots)));
        let connections = Connections::new(new_builder, origin.is_https()).map_err(failed)?;
        let base_url = format!("{}://{}/", origin.scheme(), origin.authority());
        let base_url = Url::parse(&base_url).map_err(|error| failed(error.into()))?;
        Ok(Self(Arc::new(Inner { connections, redirects, origin: origin.clone(), base_url, timeouts, limits })))
    }

    /// Sends a request once. The attempt ends when the deadline of the call passes, if it has one.
    pub(super) async fn execute(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Deadline>,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let inner = &*self.0;
        if redirect::is_redirected(&request) {
            return inner.execute_redirected(request, deadline).await;
        }
        let is_streamed = is_streamed(&request);
        let lease = inner.connections.lease(request.extensions().get::<NewConnection>().is_some());
        let mut request = inner.outgoing(request)?;
        let first_attempt = lease.wait_for_first_attempt(deadline).await;
        let limits = inner.time_limits(deadline);
        let convert = |error| inner.convert_error(error, limits, &lease);
        if is_streamed {
            let response = async {
                let response = lease.client().execute(request).await.map_err(convert)?;
                lease.record_response(response.status(), response.version());
                drop(first_attempt);
                inner.receive_streamed(response, limits, convert).await
            };
            return timeout(limits.attempt, response).await.unwrap_or_else(|_| {
                if !inner.is_short(limits) {
                    lease.retire("timeout");
                }
                Err(timeout_error(inner.origin.authority().as_str(), limits))
            });
        }
        *request.timeout_mut() = Some(limits.attempt);
        let response = lease.client().execute(request).await.map_err(convert)?;
        lease.record_response(response.status(), response.version());
        drop(first_attempt);
        inner.receive(response, convert).await
    }
}

fn client_builder(origin: &Origin, timeouts: Timeouts, roots: &[reqwest::Certificate]) -> reqwest::ClientBuilder {
    let keep_alive = timeouts.keep_alive();
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // The client retries by itself, and reqwest would copy each request to be able to retry it.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // Bodies are decompressed here, even if another crate of the program enables these features of reqwest: it decodes only
        // the first gzip member, and only one of several encodings, without reporting the others.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .connect_timeout(timeouts.connect)
        .pool_idle_timeout(IDLE_TIMEOUT)
        // Idle connections are checked as well, so that the next call does not find a dead one.
        .http2_keep_alive_while_idle(true)
        .http2_keep_alive_interval(keep_alive)
        .http2_keep_alive_timeout(keep_alive);
    if origin.is_loopback() {
        // A proxy would receive, unencrypted, what is meant for this machine only.
        builder = builder.no_proxy();
    }
    if origin.is_https() {
        let builder = builder.https_only(true);
        if roots.is_empty() { builder } else { builder.tls_certs_merge(roots.iter().cloned()) }
    } else {
        // No certificates are needed, so a machine without any works.
        builder.tls_certs_only([])
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
        let transport = self.clone();
        Box::pin(async move { transport.execute(request, None).await })
    }
}

impl Inner {
    fn outgoing(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
        let (parts, body) = request.into_parts();
        if !self.origin.allows_uri(&parts.uri) {
            // A layer has changed it.
            return Err(Error::new(
                ErrorKind::Origin,
                "a layer changed the request to another origin, so nothing was sent",
            ));
        }
        let mut url = self.base_url.clone();
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        // The URL parser encodes quotes in a query, which every service decodes; all else must stay as it is.
        let query = parts.uri.query().map(|query| query.replace('\'', "%27"));
        if url.path() != parts.uri.path() || url.query() != query.as_deref() {
            // The URL parser changes `/a/../b` to `/b`, which is another resource.
            let message = "the URL parser would change the path of the request, so nothing was sent";
            return Err(Error::new(ErrorKind::Request, message));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        Ok(request)
    }

    fn time_limits(&self, deadline: Option<Deadline>) -> TimeLimits {
        let Timeouts { connect, attempt } = self.timeouts;
        let remaining = deadline.and_then(Deadline::remaining).filter(|remaining| *remaining < attempt);
        let deadline = deadline.filter(|_| remaining.is_some());
        TimeLimits { connect, attempt: remaining.unwrap_or(attempt), deadline }
    }

    /// Sends the request that follows a redirect.
    async fn execute_redirected(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Deadline>,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let request = redirect::outgoing(request)?;
        let client = self.redirects.client(request.url())?;
        let host = display_host(request.url().host_str());
        let limits = self.time_limits(deadline);
        let response = async {
            let convert = |error| from_reqwest(error, &host, limits);
            let response = client.execute(request).await.map_err(convert)?;
            self.receive_streamed(response, limits, convert).await
        };
        timeout(limits.attempt, response).await.unwrap_or_else(|_| Err(timeout_error(&host, limits)))
    }

    /// Returns the response with its body as a stream; the body of an error is read.
    async fn receive_streamed(
        &self,
        mut response: reqwest::Response,
        limits: TimeLimits,
        convert: impl Fn(reqwest::Error) -> Error,
    ) -> Result<http::Response<ResponseBody>, Error> {
        if !response.status().is_success() {
            return self.receive(response, convert).await;
        }
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        let is_gzip = is_gzip(head.headers());
        if is_gzip {
            remove_encoding(head.headers_mut());
        }
        let host = display_host(response.url().host_str());
        let body = chunks(response, is_gzip, move |error| from_reqwest(error, &host, limits));
        with_chunks(head.into_parts().0, body).await
    }

    async fn receive(
        &self,
        mut response: reqwest::Response,
        convert: impl Fn(reqwest::Error) -> Error,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let status = response.status();
        let mut headers = std::mem::take(response.headers_mut());
        let is_gzip = is_gzip(&headers);
        let mut buffer = if is_gzip {
            BodyBuffer::for_gzip(status, self.limits)
        } else {
            BodyBuffer::new(status, &headers, self.limits)?
        };
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    if !buffer.push(chunk, &headers)? {
                        break;
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    let error = convert(error);
                    if status.is_success() {
                        return Err(error.with_info(ResponseInfo::new(status, &headers)));
                    }
                    // The status and headers of an error response are valid even if its body cannot be read to the end.
                    buffer.truncate();
                    break;
                }
            }
        }
        let body = buffer.finish(&headers)?;
        if is_gzip {
            remove_encoding(&mut headers);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Returns whether a call has less time left than a healthy service may need.
    fn is_short(&self, limits: TimeLimits) -> bool {
        limits.attempt < self.timeouts.keep_alive()
    }

    #[cold]
    fn convert_error(&self, error: reqwest::Error, limits: TimeLimits, lease: &Lease<'_>) -> Error {
        let is_short = error.is_timeout() && self.is_short(limits) && !is_connection_timeout(&error);
        if let Some(reason) = broken_connection_reason(&error).filter(|_| !is_short) {
            lease.retire(reason);
        }
        if error.is_connect() {
            lease.record_connect_error();
        }
        from_reqwest(error, self.origin.authority().as_str(), limits)
    }
}

/// Removes the headers that describe a compressed body.
fn remove_encoding(headers: &mut HeaderMap) {
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
}
