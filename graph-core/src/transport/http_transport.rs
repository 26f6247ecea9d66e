//! reqwest as a service, without its types in sight.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};
use tower::Service;
use url::Url;

use super::buffer::Buffer;
use super::connections::{Connections, IDLE, Lease};
use super::fault::{Limit, condemns_connection, fault, is_of_connection};
use super::{BoxError, Deadline, Limits, NewConnection, ResponseBody, Roots, TransportFuture, proxy};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::response::{ResponseInfo, is_gzip};
use crate::variables::Variables;

/// How long one attempt may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    /// Until the connection stands.
    pub(crate) connect: Duration,
    /// Until the last byte of the answer.
    pub(crate) attempt: Duration,
}

impl Timeouts {
    /// How long nothing may come over an HTTP/2 connection before a PING, and how long its answer may take.
    ///
    /// Both together are less than half of an attempt, so that there is time for another one; and at most 20 seconds each, which
    /// is what hyper waits for an answer.
    fn silence(self) -> Duration {
        (self.attempt / 5).clamp(Duration::from_millis(500), Duration::from_secs(20))
    }

    /// 100 s is what Microsoft's own clients wait for Graph.
    pub(crate) const DEFAULT: Self = Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(100) };
}

/// Carries requests to one origin.
#[derive(Clone)]
pub(crate) struct HttpTransport(Arc<Shared>);

/// What is the same for all requests, so that none makes it again.
struct Shared {
    connections: Connections,
    origin: Origin,
    url: Url,
    timeouts: Timeouts,
    limits: Limits,
}

impl HttpTransport {
    pub(crate) fn new(origin: &Origin, timeouts: Timeouts, limits: Limits, roots: &Roots) -> Result<Self, Error> {
        let refuse = |error: BoxError| Error::new(ErrorKind::Configuration, "HTTP cannot be set up").with_source(error);
        let roots = roots.read()?;
        if !origin.is_loopback() {
            proxy::check(Variables::PROCESS)?;
        }
        let build = {
            let origin = origin.clone();
            Box::new(move || options(&origin, timeouts, &roots))
        };
        let connections = Connections::new(build, origin.is_https()).map_err(refuse)?;
        let url = format!("{}://{}/", origin.scheme(), origin.authority());
        let url = Url::parse(&url).map_err(|error| refuse(error.into()))?;
        Ok(Self(Arc::new(Shared { connections, origin: origin.clone(), url, timeouts, limits })))
    }

    /// One attempt, which ends when the deadline of the call passes, if it knows one.
    pub(super) async fn execute(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Deadline>,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let shared = &*self.0;
        let lease = shared.connections.lease(request.extensions().get::<NewConnection>().is_some());
        let mut request = shared.request(request)?;
        let turn = lease.turn(deadline).await;
        let left = deadline.and_then(Deadline::left).filter(|left| *left < shared.timeouts.attempt);
        let limit =
            Limit { time: left.unwrap_or(shared.timeouts.attempt), deadline: deadline.filter(|_| left.is_some()) };
        *request.timeout_mut() = Some(limit.time);
        match lease.client().execute(request).await {
            Ok(response) => {
                lease.answered(response.status(), response.version());
                drop(turn);
                shared.receive(response, limit, &lease).await
            }
            Err(error) => Err(shared.fault(error, limit, &lease)),
        }
    }
}

fn options(origin: &Origin, timeouts: Timeouts, roots: &[reqwest::Certificate]) -> reqwest::ClientBuilder {
    let silence = timeouts.silence();
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Attempts are counted in one place, which is not here; and reqwest copies each request to be able to repeat it.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // Bodies are decompressed by us, also where another crate of the program turns on these features of reqwest: it reads
        // one member of gzip alone, and one of several encodings without a word of the others.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .connect_timeout(timeouts.connect)
        .pool_idle_timeout(IDLE)
        // A connection that nobody uses is looked after, too, so that the next call does not find it dead.
        .http2_keep_alive_while_idle(true)
        .http2_keep_alive_interval(silence)
        .http2_keep_alive_timeout(silence);
    if origin.is_loopback() {
        // A proxy would be told what is meant for this machine alone, in the clear.
        builder = builder.no_proxy();
    }
    if origin.is_https() {
        let builder = builder.https_only(true);
        if roots.is_empty() { builder } else { builder.tls_certs_merge(roots.iter().cloned()) }
    } else {
        // No certificates are needed, so a machine without any will do.
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

impl Shared {
    fn request(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
        let (parts, body) = request.into_parts();
        if !self.origin.allows_uri(&parts.uri) {
            // A layer changed it.
            return Err(Error::new(ErrorKind::Origin, "the request was for another origin, so nothing was sent"));
        }
        let mut url = self.url.clone();
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        if url.path() != parts.uri.path() || url.query() != parts.uri.query() {
            // `/a/../b` is `/b` to the URL parser: another resource than the one that was meant.
            let why = "the URL parser would change the path of the request, so nothing was sent";
            return Err(Error::new(ErrorKind::Request, why));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        Ok(request)
    }

    async fn receive(
        &self,
        mut response: reqwest::Response,
        limit: Limit,
        lease: &Lease<'_>,
    ) -> Result<http::Response<ResponseBody>, Error> {
        let status = response.status();
        let mut headers = std::mem::take(response.headers_mut());
        let is_gzip = is_gzip(&headers);
        let mut buffer =
            if is_gzip { Buffer::of_gzip(status, self.limits) } else { Buffer::new(status, &headers, self.limits)? };
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    if !buffer.push(chunk, &headers)? {
                        break;
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    let error = self.fault(error, limit, lease);
                    if status.is_success() {
                        return Err(error.with_info(ResponseInfo::new(status, &headers)));
                    }
                    // A refusal is one, even if its reasons cannot be read to the end: its status and headers are what counts.
                    buffer.cut();
                    break;
                }
            }
        }
        let body = buffer.finish(&headers)?;
        if is_gzip {
            // They speak of what was on the wire.
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    #[cold]
    fn fault(&self, error: reqwest::Error, limit: Limit, lease: &Lease<'_>) -> Error {
        // a call may have less time than a healthy service needs
        let is_short = error.is_timeout() && limit.time < self.timeouts.silence() && !is_of_connection(&error);
        if let Some(reason) = condemns_connection(&error).filter(|_| !is_short) {
            lease.retire(reason);
        }
        if error.is_connect() {
            lease.unconnected();
        }
        fault(error, self.origin.authority().as_str(), self.timeouts, limit)
    }
}
