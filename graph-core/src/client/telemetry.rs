//! The span of a request: names from OpenTelemetry's conventions for HTTP clients, and no value that could be private.
//!
//! Source: [HTTP client span](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span).

use http::StatusCode;
use tracing::field::{Empty, display};
use tracing::{Span, info_span};

use super::exchange::Answer;
use crate::error::{Error, ErrorKind};
use crate::request::{Call, Endpoint, Head};

pub(super) fn request_span(call: Call, head: &Head, endpoint: &Endpoint) -> Span {
    let span = info_span!(
        "graph.request",
        otel.kind = "client",
        http.request.method = head.request().method().as_str(),
        server.address = endpoint.origin().host(),
        server.port = endpoint.origin().port(),
        url.template = Empty,
        client_request_id = %head.client_request_id(),
        http.response.status_code = Empty,
        error.type = Empty,
    );
    if !span.is_disabled()
        && let Some(template) = call.url_template()
    {
        span.record("url.template", display(template));
    }
    span
}

pub(super) fn record_outcome(span: &Span, outcome: &Result<Answer, Error>) {
    if span.is_disabled() {
        return;
    }
    let status = match outcome {
        Ok(answer) => Some(answer.status()),
        Err(error) => error.status(),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Err(error) = outcome {
        match (error.kind(), status) {
            // The convention for a status that is an error is the status itself.
            (ErrorKind::Service, Some(status)) => span.record("error.type", status_text(status)),
            (kind, _) => span.record("error.type", kind.as_str()),
        };
    }
}

fn status_text(status: StatusCode) -> String {
    status.as_str().to_owned()
}
