//! A sandbox and a client that shares no code with graph-core.

use graph_core::schema::Version;
use graph_sandbox::{Sandbox, SandboxBuilder};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::resources::{Sample, sample};

pub(crate) const SAMPLE: &str = "/v1.0/samples/1";

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    client: reqwest::Client,
}

/// A complete response.
#[derive(Debug)]
pub(crate) struct TestResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Fixture {
    /// Starts a sandbox with a [`Sample`] at [`SAMPLE`].
    pub(crate) async fn start() -> Self {
        Self::with(Sandbox::builder()).await
    }

    /// Adds a [`Sample`] at [`SAMPLE`] and starts the sandbox.
    pub(crate) async fn with(builder: SandboxBuilder) -> Self {
        Self::only(builder.entity::<Sample>("/samples/1", sample())).await
    }

    /// Starts the sandbox without a [`Sample`].
    pub(crate) async fn only(builder: SandboxBuilder) -> Self {
        let sandbox = builder.start().await.expect("the sandbox starts");
        Self { sandbox, client: reqwest::Client::new() }
    }

    /// Creates a request without headers.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.sandbox.endpoint()))
    }

    /// Creates a request with a token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth("token")
    }

    pub(crate) fn patch(&self, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.json(Method::PATCH, path, body)
    }

    pub(crate) fn json(&self, method: Method, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.request(method, path).header("Content-Type", "application/json").body(body)
    }

    pub(crate) async fn get(&self, path: &str) -> TestResponse {
        send(self.request(Method::GET, path)).await
    }

    /// Updates [`SAMPLE`].
    pub(crate) async fn update(&self, body: impl Into<reqwest::Body>) -> TestResponse {
        send(self.patch(SAMPLE, body)).await
    }

    /// Returns the entity at [`SAMPLE`].
    pub(crate) fn stored(&self) -> Value {
        self.sandbox.entity_json(Version::V1, "/samples/1").expect("the entity is there")
    }

    /// Sends bytes that no HTTP client sends, and returns what the sandbox sends until it closes the connection.
    pub(crate) async fn raw(&self, request: &[u8]) -> String {
        let address = self.sandbox.endpoint().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
        stream.write_all(request).await.expect("the sandbox reads");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).await.expect("the sandbox closes the connection without an error");
        String::from_utf8_lossy(&response).into_owned()
    }

    /// Sends a request for a target that HTTP clients rewrite.
    pub(crate) async fn raw_get(&self, target: &str) -> String {
        let head = "HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n";
        self.raw(format!("GET {target} {head}").as_bytes()).await
    }
}

pub(crate) async fn send(request: RequestBuilder) -> TestResponse {
    let response = request.send().await.expect("a response");
    let (status, headers) = (response.status(), response.headers().clone());
    TestResponse { status, headers, text: response.text().await.expect("a body") }
}

impl TestResponse {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Asserts that this is an error in the format of Graph, and returns its message.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        let error = &self.json()["error"];
        assert_eq!(error["code"], code, "{self:?}");
        let inner = &error["innerError"];
        assert_eq!(inner["request-id"], self.header("request-id"));
        assert_eq!(inner["client-request-id"], self.header("client-request-id"));
        let date = inner["date"].as_str().expect("a date");
        assert!(date.starts_with("20") && date.len() == "2026-01-31T00:00:00".len(), "{date}");
        assert!(!self.header("date").is_empty());
        error["message"].as_str().expect("a message").to_owned()
    }
}
