//! HTTP responses and their bodies.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};

use super::error_response::{ErrorResponse, RequestIds};
use super::etag::EntityTag;

const JSON: HeaderValue = HeaderValue::from_static(
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
);

/// Creates a response with a JSON body.
pub(crate) fn json(status: StatusCode, json: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response.headers_mut().insert(HeaderName::from_static("odata-version"), HeaderValue::from_static("4.0"));
    response
}

/// Creates the response to an update whose client does not request the entity.
pub(crate) fn no_content() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

pub(crate) fn error(error: &ErrorResponse, ids: &RequestIds) -> Response<Bytes> {
    let mut response = json(error.status, error.to_json(ids));
    if let Some((name, value)) = error.header.as_deref() {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

pub(crate) fn with_etag(mut response: Response<Bytes>, etag: EntityTag) -> Response<Bytes> {
    if let Some(value) = etag.header_value() {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

/// Creates the response to `/$count`.
pub(crate) fn count(count: usize) -> Response<Bytes> {
    let mut response = Response::new(count.to_string().into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

pub(crate) fn with_preference_applied(mut response: Response<Bytes>, preference: &str) -> Response<Bytes> {
    if let Ok(value) = HeaderValue::try_from(preference) {
        response.headers_mut().insert(HeaderName::from_static("preference-applied"), value);
    }
    response
}

/// A body that is sent completely, or fails after a number of bytes.
#[derive(Debug)]
pub(crate) struct OutgoingBody {
    rest: Bytes,
    /// The length that remains according to the headers.
    declared: u64,
    ending: Ending,
}

#[derive(Debug, Clone, Copy)]
enum Ending {
    Complete,
    /// The bytes that were returned may still be in a buffer.
    Failure {
        flushed: bool,
    },
}

impl OutgoingBody {
    pub(crate) fn complete(body: Bytes) -> Self {
        Self { declared: body.len() as u64, rest: body, ending: Ending::Complete }
    }

    /// Fails after this number of bytes, if the body is longer.
    pub(crate) fn failing_after(mut body: Bytes, bytes: usize) -> Self {
        let declared = body.len() as u64;
        if bytes >= body.len() {
            return Self::complete(body);
        }
        body.truncate(bytes);
        Self { declared, rest: body, ending: Ending::Failure { flushed: false } }
    }
}

/// The connection is closed before the response is complete.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed before the response is complete")]
pub(crate) struct ConnectionClosed;

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = ConnectionClosed;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, ConnectionClosed>>> {
        let body = self.get_mut();
        if !body.rest.is_empty() {
            let rest = std::mem::take(&mut body.rest);
            body.declared -= rest.len() as u64;
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        match body.ending {
            Ending::Complete => Poll::Ready(None),
            Ending::Failure { flushed: true } => Poll::Ready(Some(Err(ConnectionClosed))),
            // hyper flushes its buffer when a body is pending, and drops it when a body fails.
            Ending::Failure { flushed: false } => {
                body.ending = Ending::Failure { flushed: true };
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && matches!(self.ending, Ending::Complete)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.declared)
    }
}
