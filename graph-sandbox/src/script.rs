//! Scripted responses: what a test injects instead of the usual response.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::error::SandboxErrorKind;
use crate::hazard::Hazard;
use crate::page_token::PageToken;
use crate::protocol::{RequestIds, response};

/// A response that replaces or changes the usual response to one request.
///
/// [`Sandbox::script`](crate::Sandbox::script) queues scripted responses. Each request takes the first one in the queue that
/// applies to it. A request without one is served as usual.
///
/// ```
/// use std::time::Duration;
///
/// use graph_sandbox::{Sandbox, ScriptedResponse};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// sandbox.script([
///     // The request is not performed.
///     ScriptedResponse::error(429, "TooManyRequests", "Slow down.").header("Retry-After", "2"),
///     ScriptedResponse::close_before_body().for_method("POST"),
///     ScriptedResponse::close_connection().for_paths_below("/v1.0/users").times(2),
///     // The request is performed.
///     ScriptedResponse::pass_through().discard().skip(3), // the fourth request
///     ScriptedResponse::performed_error(504, "GatewayTimeout", "The request took too long."),
///     ScriptedResponse::pass_through().truncate_body(20),
///     ScriptedResponse::pass_through().delay(Duration::from_secs(5)).for_method("PATCH"),
/// ])?;
/// assert_eq!(sandbox.script_len(), 7);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "`Sandbox::script` queues the response"]
pub struct ScriptedResponse {
    pub(crate) action: Action,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) delay: Option<Duration>,
    pub(crate) interruption: Option<Interruption>,
    pub(crate) hazards: Vec<Hazard>,
    method: Option<Method>,
    path: Option<String>,
    below: Option<String>,
    page: Option<u32>,
    /// The number of matching requests that come before.
    skipped: u32,
    /// The number of requests that it applies to.
    times: u32,
    /// The first error of the setters, which `Sandbox::script` returns.
    error: Option<String>,
}

/// What the sandbox does with the request.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Serves the request as usual.
    Serve,
    /// Does not perform the request, and sends this response.
    Respond(StatusCode, ScriptedBody),
    /// Performs the request, and sends this response.
    ServeAndRespond(StatusCode, ScriptedBody),
    /// Does not perform the request, and closes the connection.
    CloseConnection,
    /// Does not read the body of the request, and closes the connection.
    CloseBeforeBody,
}

/// The body of a scripted response.
#[derive(Debug, Clone)]
pub(crate) enum ScriptedBody {
    Bytes(Bytes),
    /// An error in the format of Graph, with the identifiers of the request.
    Error {
        code: String,
        message: String,
    },
}

/// Where the connection is closed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Interruption {
    BeforeResponse,
    /// After this number of bytes of the body.
    WithinBody(usize),
}

impl ScriptedResponse {
    /// Serves the request as usual; the setters change the response.
    pub fn pass_through() -> Self {
        Self::new(Action::Serve)
    }

    /// Responds with a status and an empty body, and does not perform the request.
    pub fn status(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(code) if !code.is_informational() => Self::new(Action::Respond(code, ScriptedBody::Bytes(Bytes::new()))),
            _ => Self::pass_through().with_error(format!("expected a status from 200 to 999, found {status}")),
        }
    }

    /// Responds with an error in the format of Microsoft Graph.
    ///
    /// The request is not performed.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let mut response = Self::status(status);
        if let Action::Respond(_, body) = &mut response.action {
            *body = ScriptedBody::Error { code: code.to_owned(), message: message.to_owned() };
        }
        response
    }

    /// Closes the connection after the request was received, and does not perform the request.
    pub fn close_connection() -> Self {
        Self::new(Action::CloseConnection)
    }

    /// Closes the connection when the head of the request was received, before its body is read. The request is not performed.
    pub fn close_before_body() -> Self {
        Self::new(Action::CloseBeforeBody)
    }

    /// Performs the request, and responds with an error in the format of Microsoft Graph instead of the result.
    ///
    /// A gateway responds so if the service behind it took too long: status 504 does not mean that nothing was done.
    pub fn performed_error(status: u16, code: &str, message: &str) -> Self {
        let mut response = Self::error(status, code, message);
        if let Action::Respond(status, body) = response.action {
            response.action = Action::ServeAndRespond(status, body);
        }
        response
    }

    /// Sets a header of the response. It replaces a header of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.push((name, value));
                self
            }
            _ => self.with_error(format!(
                "expected a header name and a value without line breaks, found `{}: {}`",
                name.escape_debug(),
                value.escape_debug()
            )),
        }
    }

    /// Sets the body of a response that [`status`](Self::status) or [`error`](Self::error) created.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Action::Respond(_, scripted) | Action::ServeAndRespond(_, scripted) = &mut self.action {
            *scripted = ScriptedBody::Bytes(body.into());
            return self;
        }
        self.with_error("a body requires a response that `ScriptedResponse::status` created".to_owned())
    }

    /// Sets a JSON body and its `Content-Type`, of a response that [`status`](Self::status) or [`error`](Self::error)
    /// created.
    pub fn json(self, body: &Value) -> Self {
        self.body(body.to_string()).header(CONTENT_TYPE.as_str(), "application/json")
    }

    /// Waits before the request is performed, on the clock of tokio.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// Closes the connection after this number of bytes of the body. A body that is not longer is sent completely.
    pub fn truncate_body(mut self, bytes: usize) -> Self {
        self.interruption = Some(Interruption::WithinBody(bytes));
        self
    }

    /// Closes the connection instead of sending the response. After [`pass_through`](Self::pass_through), the request is
    /// performed, and the client does not learn it.
    pub fn discard(mut self) -> Self {
        self.interruption = Some(Interruption::BeforeResponse);
        self
    }

    /// Applies to requests with this method only.
    pub fn for_method(mut self, method: &str) -> Self {
        match method.parse() {
            Ok(method) => {
                self.method = Some(method);
                self
            }
            Err(_) => self.with_error(format!("expected an HTTP method, found `{}`", method.escape_debug())),
        }
    }

    /// Applies to requests with this path only: percent-encoded and with the version.
    pub fn for_path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Applies to requests with this path or one below it only: percent-encoded and with the version.
    pub fn for_paths_below(mut self, path: &str) -> Self {
        self.below = Some(path.trim_end_matches('/').to_owned());
        self
    }

    /// Does not apply to the first `count` requests that it would apply to.
    pub fn skip(mut self, count: u32) -> Self {
        self.skipped = count;
        self
    }

    /// Applies to `count` requests instead of one. The count must not be zero.
    pub fn times(mut self, count: u32) -> Self {
        if count == 0 {
            return self.with_error("expected a number of requests from 1, found 0".to_owned());
        }
        self.times = count;
        self
    }

    /// Applies to requests for this page of a list only. The first page has the number 1.
    pub fn for_page(mut self, page: u32) -> Self {
        self.page = Some(page);
        self
    }

    /// Serves the page of a list wrongly. It requires a response that [`pass_through`](Self::pass_through) created.
    pub fn hazard(mut self, hazard: Hazard) -> Self {
        if !matches!(self.action, Action::Serve) {
            let error = "a hazard requires a response that `ScriptedResponse::pass_through` created";
            return self.with_error(error.to_owned());
        }
        self.hazards.push(hazard);
        self
    }

    fn new(action: Action) -> Self {
        Self {
            action,
            headers: Vec::new(),
            delay: None,
            interruption: None,
            hazards: Vec::new(),
            method: None,
            path: None,
            below: None,
            page: None,
            skipped: 0,
            times: 1,
            error: None,
        }
    }

    fn with_error(mut self, error: String) -> Self {
        self.error.get_or_insert(error);
        self
    }

    fn applies_to(&self, request: &Parts) -> bool {
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && self.path.as_ref().is_none_or(|path| *path == request.uri.path())
            && self.below.as_ref().is_none_or(|below| {
                let rest = request.uri.path().strip_prefix(below.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            && self.page.is_none_or(|page| page == PageToken::page_of(request.uri.query().unwrap_or("")))
    }
}

impl ScriptedBody {
    pub(crate) fn into_response(self, status: StatusCode, ids: &RequestIds) -> Response<Bytes> {
        match self {
            Self::Bytes(body) => {
                let mut response = Response::new(body);
                *response.status_mut() = status;
                response
            }
            Self::Error { code, message } => {
                let error = json!({ "code": code, "message": message, "innerError": ids.inner_error() });
                response::json(status, json!({ "error": error }).to_string())
            }
        }
    }
}

/// The scripted responses in the queue.
#[derive(Debug, Default)]
pub(crate) struct Script(VecDeque<ScriptedResponse>);

impl Script {
    /// Queues all responses, or none.
    ///
    /// # Errors
    /// Returns the error of the first response that has one.
    pub(crate) fn extend(&mut self, responses: Vec<ScriptedResponse>) -> Result<(), SandboxErrorKind> {
        if let Some(error) = responses.iter().find_map(|response| response.error.clone()) {
            return Err(SandboxErrorKind::Script(error));
        }
        self.0.extend(responses);
        Ok(())
    }

    /// Returns the first response that applies to this request, and removes it unless it applies to further ones.
    ///
    /// A response that skips the request counts it.
    pub(crate) fn take(&mut self, request: &Parts) -> Option<ScriptedResponse> {
        let mut index = None;
        for (at, response) in self.0.iter_mut().enumerate().filter(|(_, response)| response.applies_to(request)) {
            if response.skipped == 0 {
                response.times -= 1;
                index = Some(at);
                break;
            }
            response.skipped -= 1;
        }
        let index = index?;
        let response = self.0.get(index)?;
        if response.times > 0 { Some(response.clone()) } else { self.0.remove(index) }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}
