//! Errors in the format of Microsoft Graph.
//!
//! Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors). The codes and messages are those
//! of the service where one was observed; Intune returns `ModelValidationFailure` for a body that does not match its type.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::json::{ValidationErrors, excerpt};
use crate::query::{QueryError, QueryErrorKind};

const CLIENT_REQUEST_ID: &str = "client-request-id";

/// An error that the service returns for a request.
#[derive(Debug)]
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    /// A header that the status requires.
    pub(crate) header: Option<Box<(HeaderName, HeaderValue)>>,
    code: Cow<'static, str>,
    message: String,
    validation_errors: ValidationErrors,
}

impl ErrorResponse {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl AsRef<str>) -> Self {
        let message = excerpt(message.as_ref());
        Self { status, header: None, code: code.into(), message, validation_errors: ValidationErrors::default() }
    }

    /// An error that a test determines.
    pub(crate) fn custom(status: StatusCode, code: String, message: String) -> Self {
        Self { code: code.into(), ..Self::new(status, "", message) }
    }

    pub(crate) fn bad_request(message: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// The query options of the request have an error.
    pub(crate) fn query(error: &QueryError) -> Self {
        let (status, code) = match error.kind {
            QueryErrorKind::Malformed => (StatusCode::BAD_REQUEST, "BadRequest"),
            QueryErrorKind::Unsupported => (StatusCode::BAD_REQUEST, "Request_UnsupportedQuery"),
            QueryErrorKind::NotImplemented => (StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
        };
        Self::new(status, code, error.to_string())
    }

    /// Source of the challenge: [RFC 6750, section 3](https://www.rfc-editor.org/rfc/rfc6750#section-3).
    pub(crate) fn unauthorized(message: &str, challenge: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
            .with_header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// The path does not have the method of the request. `allowed` lists the methods that it has.
    pub(crate) fn method_not_allowed(allowed: &'static str) -> Self {
        let message = "Specified HTTP method is not allowed for the request target.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Request_BadRequest", message)
            .with_header(ALLOW, HeaderValue::from_static(allowed))
    }

    /// Directory objects refuse a change.
    pub(crate) fn directory(message: impl AsRef<str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// Source: [sample response](https://learn.microsoft.com/graph/throttling#sample-response).
    pub(crate) fn too_many_requests(retry_after: Duration) -> Self {
        // Whole seconds, rounded up.
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Please retry again later.")
            .with_header(RETRY_AFTER, HeaderValue::from(seconds.max(1)))
    }

    /// The body does not match its type.
    ///
    /// # Errors
    /// Returns the response if there are validation errors.
    pub(crate) fn model_validation(validation_errors: ValidationErrors) -> Result<(), Self> {
        let Some(first) = validation_errors.listed().first() else { return Ok(()) };
        let response = Self::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", &first.message);
        Err(Self { validation_errors, ..response })
    }

    fn with_header(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some(Box::new((name, value))), ..self }
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Returns the body: with `target` if the error is in a value, and with `details` if there are several errors.
    pub(crate) fn to_json(&self, ids: &RequestIds) -> String {
        let mut error = Map::new();
        error.insert("code".into(), self.code.as_ref().into());
        error.insert("message".into(), self.message.as_str().into());
        error.insert("innerError".into(), ids.inner_error());
        let listed = self.validation_errors.listed();
        if let Some(first) = listed.first().filter(|error| !error.target.is_empty()) {
            error.insert("target".into(), first.target.as_str().into());
        }
        if listed.len() > 1 {
            let details = listed
                .iter()
                .map(|error| json!({ "code": self.code, "message": error.message, "target": error.target }));
            let unlisted = self.validation_errors.unlisted_message();
            let unlisted = unlisted.map(|message| json!({ "code": self.code, "message": message }));
            error.insert("details".into(), details.chain(unlisted).collect());
        }
        json!({ "error": error }).to_string()
    }
}

/// The identifiers that the service and the client give to a request.
#[derive(Debug)]
pub(crate) struct RequestIds {
    request: HeaderValue,
    client: HeaderValue,
}

impl RequestIds {
    /// Creates a `request-id`. The `client-request-id` is the one of the request, or the same as the `request-id`.
    pub(crate) fn new(headers: &HeaderMap) -> Self {
        let request = HeaderValue::try_from(Uuid::new_v4().to_string()).unwrap_or(HeaderValue::from_static("unknown"));
        let client = headers.get(CLIENT_REQUEST_ID).unwrap_or(&request).clone();
        Self { request, client }
    }

    /// Adds the identifiers to the headers of a response.
    pub(crate) fn insert_into(&self, headers: &mut HeaderMap) {
        headers.insert("request-id", self.request.clone());
        headers.insert(CLIENT_REQUEST_ID, self.client.clone());
    }

    /// Returns the `innerError` of an error.
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
