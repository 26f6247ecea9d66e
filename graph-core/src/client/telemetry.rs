//! The spans and events of calls and attempts. Their names follow OpenTelemetry's conventions for HTTP clients, and they contain no
//! private values.
//!
//! An attempt is what the convention calls an HTTP client span. The call around it is internal to the program.
//!
//! Source: [HTTP client span](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span).

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug_span, info, info_span, warn};

use super::call::SuccessfulResponse;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::{Endpoint, PreparedRequest};

/// Creates the span of a call, at the level of debugging: the spans of attempts have the same information, so that programs with a
/// higher level pay for one span per request. The `client_request_id` connects them.
pub(super) fn call_span(request: &PreparedRequest) -> Span {
    debug_span!(
        "graph.call",
        otel.kind = "internal",
        graph.operation = request.context().operation(),
        graph.resource = request.context().resource(),
        graph.callable = request.context().callable_name(),
        client_request_id = %request.client_request_id(),
        graph.attempts = Empty,
        error.type = Empty,
    )
}

pub(super) fn attempt_span(request: &PreparedRequest, endpoint: &Endpoint, number: u32) -> Span {
    info_span!(
        "graph.request",
        otel.kind = "client",
        http.request.method = request.method().as_str(),
        server.address = endpoint.origin().host(),
        server.port = endpoint.origin().port(),
        url.template = request.context().url_template().map(display),
        client_request_id = %request.client_request_id(),
        // The convention defines it for retries only.
        http.request.resend_count = number.checked_sub(1).filter(|count| *count > 0),
        http.response.status_code = Empty,
        request_id = Empty,
        error.type = Empty,
    )
}

pub(super) fn record_call(span: &Span, error: Option<&Error>, attempts: u32) {
    if span.is_disabled() {
        return;
    }
    span.record("graph.attempts", attempts);
    if let Some(error) = error {
        span.record("error.type", &*error_type(error));
    }
}

pub(super) fn record_attempt(span: &Span, outcome: Result<&SuccessfulResponse, &Error>) {
    if let Ok(response) = outcome
        && let Some(deprecation) = response.info.deprecation()
    {
        span.in_scope(|| {
            warn!(
                since = deprecation.since(),
                sunset = deprecation.sunset(),
                link = deprecation.link(),
                "the service announces that this API will be removed"
            );
        });
    }
    if span.is_disabled() {
        return;
    }
    let (request_id, status) = match outcome {
        Ok(response) => (response.info.request_id(), Some(response.info.status())),
        Err(error) => (error.request_id(), error.status()),
    };
    if let Some(id) = request_id {
        span.record("request_id", id);
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Err(error) = outcome {
        span.record("error.type", &*error_type(error));
    }
}

/// Returns the status of an error response, as the convention defines it, or the kind of the error.
fn error_type(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (ErrorKind::Service, Some(status)) => status.as_str().to_owned(),
        (kind, _) => kind.as_str().to_owned(),
    }
}

/// Records a backoff between two attempts.
pub(super) fn record_backoff(request: &PreparedRequest, error: &Error, backoff: Duration, attempt: u32) {
    info!(
        graph.resource = request.context().resource(),
        client_request_id = %request.client_request_id(),
        reason = %error_type(error),
        wait_ms = u64::try_from(backoff.as_millis()).unwrap_or(u64::MAX),
        retry_after_ms = error.retry_after().and_then(|wait| u64::try_from(wait.as_millis()).ok()),
        attempt,
        "waiting before the request is retried"
    );
}

/// Records that the service rejected the access token.
pub(super) fn record_token_renewal(request: &PreparedRequest, claims: bool) {
    info!(
        client_request_id = %request.client_request_id(),
        claims,
        "the access token was rejected; acquiring a new one"
    );
}
