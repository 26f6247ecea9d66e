use std::fmt;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue};
use http::{Method, Uri};

use super::Head;

/// What would be sent: method, URL, headers and body, with the access token left out.
///
/// `Display` shows it as HTTP does. Unlike errors and spans it holds the ids in the URL and the body, because it is made
/// to be looked at.
///
/// ```
/// # use graph_core::{graph_resource, Cloud, GraphClient};
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
/// let dry_run = graph.update(Printer::at("p1"), Printer::update().job_count(2)).dry_run()?;
/// assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/printers/p1");
/// assert!(dry_run.to_string().starts_with("PATCH /v1.0/printers/p1 HTTP/1.1\nhost: graph.microsoft.com\n"));
/// assert!(dry_run.to_string().contains("authorization: Bearer [redacted]\n"));
/// # Ok::<(), graph_core::Error>(())
/// ```
#[derive(Clone)]
pub struct DryRun {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    sent: bool,
}

impl DryRun {
    pub(crate) fn new(head: &Head, user_agent: &HeaderValue, sent: bool) -> Self {
        let (parts, body) = head.write(HeaderValue::from_static("Bearer [redacted]"), user_agent).into_parts();
        Self { method: parts.method, uri: parts.uri, headers: parts.headers, body, sent }
    }

    /// Whether a request would be sent at all: not for an empty update.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL.
    pub fn url(&self) -> String {
        self.uri.to_string()
    }

    /// The headers that the client adds by itself; `Authorization` reads `Bearer [redacted]`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sent {
            f.write_str("(nothing is sent: the update is empty)\n")?;
        }
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        writeln!(f, "{} {path} HTTP/1.1", self.method)?;
        if let Some(authority) = self.uri.authority() {
            writeln!(f, "host: {authority}")?;
        }
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        if !self.body.is_empty() {
            writeln!(f, "content-length: {}\n\n{}", self.body.len(), String::from_utf8_lossy(&self.body))?;
        }
        Ok(())
    }
}

/// Like [`Request`](super::Request): neither the ids in the address nor the body.
impl fmt::Debug for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DryRun")
            .field("method", &self.method)
            .field("host", &self.uri.host())
            .field("body_bytes", &self.body.len())
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}
