//! Errors in the shape that Microsoft Graph gives them.
//!
//! Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors). The codes and messages are those
//! of the service where one was seen; Intune says `ModelValidationFailure` for a body that does not fit its type.

use std::time::Duration;

use http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

const CLIENT_REQUEST_ID: &str = "client-request-id";

/// How many faults of a body a response lists.
const LISTED: usize = 100;

/// How many characters a message or a target has. Both quote what the client sent.
const LONGEST: usize = 400;

/// A refusal of a request.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: StatusCode,
    /// What the answer says besides.
    pub(crate) header: Option<Box<(HeaderName, HeaderValue)>>,
    code: &'static str,
    message: String,
    violations: Violations,
}

/// What is wrong with the values of a body: the first faults, and how many more there are.
#[derive(Debug, Default)]
pub(crate) struct Violations {
    listed: Vec<Violation>,
    unlisted: usize,
}

/// One thing that is wrong with a value in a body.
#[derive(Debug)]
struct Violation {
    /// Which one, for example `address/city`.
    target: String,
    message: String,
}

impl Violations {
    pub(crate) fn push(&mut self, target: &str, message: &str) {
        if self.listed.len() < LISTED {
            self.listed.push(Violation { target: bounded(target), message: bounded(message) });
        } else {
            self.unlisted += 1;
        }
    }

    /// Says how many faults are not listed, if any are not.
    fn remainder(&self) -> Option<String> {
        match self.unlisted {
            0 => None,
            1 => Some("1 more error is not listed.".to_owned()),
            count => Some(format!("{count} more errors are not listed.")),
        }
    }
}

/// The beginning of a text that quotes what the client sent.
fn bounded(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Fault {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = bounded(&message.into());
        Self { status, header: None, code, message, violations: Violations::default() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// Source of the challenge: [RFC 6750, section 3](https://www.rfc-editor.org/rfc/rfc6750#section-3).
    pub(crate) fn unauthorized(message: &str, challenge: &'static str) -> Self {
        let fault = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        Self { header: Some(Box::new((WWW_AUTHENTICATE, HeaderValue::from_static(challenge)))), ..fault }
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "Specified HTTP method is not allowed for the request target.";
        let fault = Self::new(StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", message);
        Self { header: Some(Box::new((ALLOW, HeaderValue::from_static("GET, PATCH")))), ..fault }
    }

    /// Source: [sample response](https://learn.microsoft.com/graph/throttling#sample-response).
    pub(crate) fn too_many_requests(wait: Duration) -> Self {
        let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Please retry again later.");
        // whole seconds, and never too few
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self { header: Some(Box::new((RETRY_AFTER, HeaderValue::from(seconds.max(1))))), ..fault }
    }

    /// The body does not fit its type, unless there are no violations.
    pub(crate) fn model(violations: Violations) -> Result<(), Self> {
        let Some(first) = violations.listed.first() else { return Ok(()) };
        let fault = Self::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", first.message.as_str());
        Err(Self { violations, ..fault })
    }

    /// Everything that is wrong, in one line.
    pub(crate) fn summary(&self) -> String {
        if self.violations.listed.is_empty() {
            return self.message.clone();
        }
        let listed = self.violations.listed.iter().map(|violation| violation.message.clone());
        listed.chain(self.violations.remainder()).collect::<Vec<_>>().join(" ")
    }

    /// With `target` if a value is at fault, and with `details` if several are.
    pub(crate) fn to_json(&self, ids: &RequestIds) -> String {
        let mut error = Map::new();
        error.insert("code".into(), self.code.into());
        error.insert("message".into(), self.message.as_str().into());
        error.insert("innerError".into(), ids.inner_error());
        let listed = &self.violations.listed;
        if let Some(first) = listed.first().filter(|violation| !violation.target.is_empty()) {
            error.insert("target".into(), first.target.as_str().into());
        }
        if listed.len() > 1 {
            let details = listed.iter().map(
                |violation| json!({ "code": self.code, "message": violation.message, "target": violation.target }),
            );
            let remainder = self.violations.remainder();
            let remainder = remainder.map(|message| json!({ "code": self.code, "message": message }));
            error.insert("details".into(), details.chain(remainder).collect());
        }
        json!({ "error": error }).to_string()
    }
}

/// The names under which the service and the client know a request.
#[derive(Debug)]
pub(crate) struct RequestIds {
    pub(crate) request: HeaderValue,
    pub(crate) client: HeaderValue,
}

impl RequestIds {
    /// A new `request-id`; the `client-request-id` is what the client said, or the same.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let request = HeaderValue::try_from(Uuid::new_v4().to_string()).unwrap_or(HeaderValue::from_static("unknown"));
        let client = headers.get(CLIENT_REQUEST_ID).unwrap_or(&request).clone();
        Self { request, client }
    }

    pub(crate) fn stamp(&self, headers: &mut HeaderMap) {
        headers.insert("request-id", self.request.clone());
        headers.insert(CLIENT_REQUEST_ID, self.client.clone());
    }

    pub(crate) fn inner_error(&self) -> Value {
        let now = OffsetDateTime::now_utc();
        let (date, time) = (now.date(), now.time());
        json!({
            "date": format!("{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()),
            "request-id": String::from_utf8_lossy(self.request.as_bytes()),
            "client-request-id": String::from_utf8_lossy(self.client.as_bytes()),
        })
    }
}
