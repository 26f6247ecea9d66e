//! The spans of a call and of its attempts: names from OpenTelemetry's conventions for HTTP clients, and no value that
//! could be private.
//!
//! An attempt is what the convention calls an HTTP client span; the call around it is internal to the program.
//!
//! Source: [HTTP client span](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span).

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug_span, info, info_span, warn};

use super::exchange::Answered;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::{Endpoint, Head};

/// For debugging: what is said of each attempt is not said of the call as well, and whoever wants to know less than everything
/// pays for one span a request. The `client_request_id` connects them.
pub(super) fn call_span(head: &Head) -> Span {
    debug_span!(
        "graph.call",
        otel.kind = "internal",
        graph.operation = head.call().operation(),
        graph.resource = head.call().resource(),
        client_request_id = %head.client_request_id(),
        graph.attempts = Empty,
        error.type = Empty,
    )
}

pub(super) fn attempt_span(head: &Head, endpoint: &Endpoint, number: u32) -> Span {
    info_span!(
        "graph.request",
        otel.kind = "client",
        http.request.method = head.method().as_str(),
        server.address = endpoint.origin().host(),
        server.port = endpoint.origin().port(),
        url.template = head.call().url_template().map(display),
        client_request_id = %head.client_request_id(),
        // The convention has it for repetitions alone.
        http.request.resend_count = number.checked_sub(1).filter(|count| *count > 0),
        http.response.status_code = Empty,
        request_id = Empty,
        error.type = Empty,
    )
}

pub(super) fn record_call(span: &Span, outcome: &Result<Answered, Error>, attempts: u32) {
    if span.is_disabled() {
        return;
    }
    span.record("graph.attempts", attempts);
    if let Err(error) = outcome {
        span.record("error.type", &*error_type(error));
    }
}

pub(super) fn record_attempt(span: &Span, outcome: &Result<Answered, Error>) {
    if let Ok(answered) = outcome
        && let Some(deprecation) = answered.info.deprecation()
    {
        span.in_scope(|| {
            warn!(
                since = deprecation.since(),
                sunset = deprecation.sunset(),
                link = deprecation.link(),
                "the service says that this API will end"
            );
        });
    }
    if span.is_disabled() {
        return;
    }
    let request_id = match outcome {
        Ok(answered) => answered.info.request_id(),
        Err(error) => error.request_id(),
    };
    if let Some(id) = request_id {
        span.record("request_id", id);
    }
    record_outcome(span, outcome);
}

fn record_outcome(span: &Span, outcome: &Result<Answered, Error>) {
    let status = match outcome {
        Ok(answered) => Some(answered.answer.status()),
        Err(error) => error.status(),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Err(error) = outcome {
        span.record("error.type", &*error_type(error));
    }
}

/// The convention for a status that is an error is the status itself.
fn error_type(error: &Error) -> String {
    match (error.kind(), error.status()) {
        (ErrorKind::Service, Some(status)) => status.as_str().to_owned(),
        (kind, _) => kind.as_str().to_owned(),
    }
}

/// Between two attempts: another one follows after a wait.
pub(super) fn note_wait(head: &Head, error: &Error, wait: Duration, attempt: u32) {
    info!(
        graph.resource = head.call().resource(),
        client_request_id = %head.client_request_id(),
        reason = %error_type(error),
        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        retry_after_ms = error.retry_after().and_then(|wait| u64::try_from(wait.as_millis()).ok()),
        attempt,
        "waiting before the request is sent again"
    );
}

/// Between two attempts: the access token was refused.
pub(super) fn note_renewal(head: &Head, claims: bool) {
    info!(client_request_id = %head.client_request_id(), claims, "the access token was refused, asking for another one");
}
