use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// A request that arrived, and how it ended.
///
/// `Debug` shows what is safe to show: no header values, no query, no body.
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

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it was sent: with the version, percent-encoded.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// What stood after the `?`, as it was sent.
    pub fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    /// The headers, `Authorization` among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header; nothing, if it is missing or no visible ASCII. Of repeated headers, the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body; of one above the limit, the beginning.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; nothing, if it is none.
    pub fn body_json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The status of the answer; nothing, if none was given: the connection was cut, or the answer is not there yet.
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

/// Method, path and status in one line: `PATCH /v1.0/deviceManagement/.. 200`.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, utf8_percent_encode(self.path(), CONTROLS))?;
        match self.status {
            Some(status) => f.write_str(status.as_str()),
            None => f.write_str("cut"),
        }
    }
}

/// The newest requests.
#[derive(Debug)]
pub(crate) struct Record {
    requests: VecDeque<RecordedRequest>,
    /// How many were forgotten.
    forgotten: u64,
    capacity: usize,
}

/// The number of a request within a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry(u64);

impl Record {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { requests: VecDeque::new(), forgotten: 0, capacity }
    }

    pub(crate) fn add(&mut self, request: RecordedRequest) -> Entry {
        let entry = Entry(self.forgotten + self.requests.len() as u64);
        self.requests.push_back(request);
        while self.requests.len() > self.capacity {
            self.requests.pop_front();
            self.forgotten += 1;
        }
        entry
    }

    /// Notes how a request ended, if it is not forgotten.
    pub(crate) fn end(&mut self, entry: Entry, status: Option<StatusCode>) {
        let index = entry.0.checked_sub(self.forgotten).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = status;
        }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }
}
