//! Requests that no declaration describes: any method, path, query, headers and body.

use bytes::Bytes;
use http::Method;
use serde::Serialize;

use super::custom_parts::{checked_header, checked_path, push_option};
use super::{Request, Target};
use crate::context::OperationContext;
use crate::schema::Version;

impl Request {
    /// Creates a request for what no declaration describes.
    ///
    /// The client treats it as all others: it adds the token, retries and paces it, and sends it to its own origin only. `path` is the
    /// documented path without host and version. In it, characters that a path cannot contain are percent-encoded, and encoded ones
    /// are preserved. Text that may contain a slash belongs in an [`Address`](crate::address::Address), whose
    /// [`path`](crate::address::Address::path) can be the beginning of this path.
    ///
    /// [`GraphClient::send`](crate::GraphClient::send) sends the request and returns the response as it is. `GET`, `HEAD`, `PUT` and
    /// `DELETE` are retried even if the service may have processed them, other methods only with [`retryable`](Self::retryable).
    ///
    /// A request that cannot be sent is an error when it is sent, with [`ErrorKind::Request`](crate::ErrorKind::Request): a path that is not one, such as one with the
    /// segment `..`, a header that the client writes itself, or a body that cannot be written as JSON.
    ///
    /// ```no_run
    /// # use graph_core::{Error, GraphClient, graph_resource};
    /// use graph_core::request::{Method, Request};
    /// use graph_core::schema::Version;
    ///
    /// # #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
    /// # struct User { #[graph(key)] id: String }
    /// # async fn run(graph: GraphClient, id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let path = format!("{}/revokeSignInSessions", User::at(id).path()?);
    /// graph.send(Request::new(Method::POST, Version::V1, &path)).await?;
    ///
    /// let request = Request::new(Method::GET, Version::Beta, "/users")
    ///     .query("$search", "\"displayName:O'Neil & Sons\"")
    ///     .header("ConsistencyLevel", "eventual");
    /// let users: serde_json::Value = serde_json::from_slice(graph.send(request).await?.body())?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(method: Method, version: Version, path: &str) -> Self {
        let (path, invalid) = match checked_path(path) {
            Ok(path) => (["/", version.as_str(), &*path].concat(), None),
            Err(message) => (String::new(), Some(message)),
        };
        let mut request = Self::to(method, Target::Path { path: path.len(), text: path }, OperationContext::CUSTOM);
        request.custom.invalid = invalid;
        request
    }

    /// Adds a query option. The name and the value are percent-encoded.
    ///
    /// A URL of [`get_url`](Self::get_url) cannot have further options: it is sent as the service wrote it.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        match &mut self.target {
            Target::Url(_) => {
                self.custom.reject("a URL of the service is sent as it is, without further query options");
            }
            Target::Path { text, .. } => {
                push_option(text, name, value);
            }
        }
        self
    }

    /// Adds a header.
    ///
    /// The client writes `Authorization`, `Host`, `Content-Length` and the headers of the connection itself, and
    /// [`if_match`](Self::if_match) and [`client_request_id`](Self::client_request_id) have methods of their own.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match checked_header(name, value) {
            Ok((name, value)) => {
                self.custom.headers.append(name, value);
            }
            Err(message) => self.custom.reject(message),
        }
        self
    }

    /// Sets the body to a value in JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        let json = serde_json::to_vec(body).unwrap_or_else(|_| {
            // the text of the error may contain values
            self.custom.reject("the body cannot be written as JSON; check its `Serialize` implementation");
            Vec::new()
        });
        self.with_body(json)
    }

    /// Sets the body to bytes. The `Content-Type` defaults to `application/json`; set another one with [`header`](Self::header).
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        if matches!(self.method, Method::GET | Method::HEAD) {
            self.custom.reject("a `GET` request has no body; write what it asks for as query options");
        }
        self.body = body.into();
        self
    }
}

#[cfg(test)]
mod tests;
