use std::fmt;

use bytes::Bytes;
use http::header::{HeaderMap, HeaderValue};
use http::{Method, Uri};

use super::prepared::PreparedRequest;
use crate::schema::Danger;

/// The HTTP request that an operation would send, without the access token.
///
/// `Display` shows it in the syntax of HTTP. Unlike errors and spans it contains the ids in the URL and the body, because its purpose
/// is to show them.
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
    is_sent: bool,
    danger: Danger,
}

impl DryRun {
    pub(crate) fn new(request: &PreparedRequest, user_agent: &HeaderValue, is_sent: bool) -> Self {
        let (parts, body) = request.write(HeaderValue::from_static("Bearer [redacted]"), user_agent).into_parts();
        Self {
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
            is_sent,
            danger: request.context().danger(),
        }
    }

    /// Returns whether a request would be sent. It is not for an empty update.
    pub fn is_sent(&self) -> bool {
        self.is_sent
    }

    /// Returns whether the request destroys something, according to the declaration of the action that it calls.
    pub fn danger(&self) -> Danger {
        self.danger
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the whole URL.
    pub fn url(&self) -> String {
        self.uri.to_string()
    }

    /// Returns the headers that the client adds; `Authorization` is `Bearer [redacted]`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_sent {
            f.write_str("(no request is sent, because the update is empty)\n")?;
        }
        if self.danger != Danger::None {
            f.write_str("(the call is destructive)\n")?;
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

/// Shows neither the ids in the address nor the body.
impl fmt::Debug for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DryRun")
            .field("method", &self.method)
            .field("host", &self.uri.host())
            .field("body_bytes", &self.body.len())
            .field("is_sent", &self.is_sent)
            .field("danger", &self.danger)
            .finish_non_exhaustive()
    }
}
