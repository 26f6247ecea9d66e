//! The requests that the sandbox received.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// A request that the sandbox received, with the status of its response.
///
/// `Debug` shows no header values, no query and no body, because these may hold secrets. `Display` is one line with method,
/// path and status, for example `PATCH /v1.0/deviceManagement/.. 200`.
///
/// ```
/// use graph_core::schema::Version;
/// use graph_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// reqwest::get(sandbox.url(Version::V1, "/users/1?$select=id")).await?;
///
/// let requests = sandbox.requests();
/// assert_eq!(requests[0].method(), "GET");
/// assert_eq!((requests[0].path(), requests[0].query()), ("/v1.0/users/1", Some("$select=id")));
/// assert_eq!(requests[0].header("authorization"), None);
/// assert_eq!(requests[0].to_string(), "GET /v1.0/users/1 401");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    status: Option<StatusCode>,
}

impl RecordedRequest {
    pub(crate) fn new(parts: &Parts, body: Bytes) -> Self {
        let (method, uri, headers) = (parts.method.clone(), parts.uri.clone(), parts.headers.clone());
        Self { method, uri, headers, body, status: None }
    }

    pub(crate) fn with_status(self, status: Option<StatusCode>) -> Self {
        Self { status, ..self }
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path as it was sent: percent-encoded and with the version.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the query as it was sent, without the `?`.
    pub fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    /// Returns all headers, including `Authorization`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the text of a header, or of the first one if it is repeated.
    ///
    /// The result is `None` if the header is absent or is not visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body, truncated to [`body_limit`](crate::SandboxBuilder::body_limit).
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as JSON, or `None` if it is not JSON.
    pub fn body_json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns the status of the response, or `None` if none was sent yet.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.path())
            .field("header_names", &self.headers.keys().collect::<Vec<_>>())
            .field("body_length", &self.body.len())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, utf8_percent_encode(self.path(), CONTROLS))?;
        match self.status {
            Some(status) => f.write_str(status.as_str()),
            None => f.write_str("no response"),
        }
    }
}

/// The newest requests.
#[derive(Debug)]
pub(crate) struct RequestLog {
    requests: VecDeque<RecordedRequest>,
    /// The number of requests that were removed.
    removed: u64,
    capacity: usize,
}

/// The number of a request in a log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestNumber(u64);

impl RequestLog {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { requests: VecDeque::new(), removed: 0, capacity }
    }

    pub(crate) fn push(&mut self, request: RecordedRequest) -> RequestNumber {
        let number = RequestNumber(self.removed + self.requests.len() as u64);
        self.requests.push_back(request);
        while self.requests.len() > self.capacity {
            self.requests.pop_front();
            self.removed += 1;
        }
        number
    }

    /// Records the status of a response, unless the request was removed.
    pub(crate) fn set_status(&mut self, number: RequestNumber, status: Option<StatusCode>) {
        let index = number.0.checked_sub(self.removed).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = status;
        }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }
}
