//! Answers as HTTP.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use hyper::body::{Body, Frame, SizeHint};
use serde_json::json;

use crate::etag::ETag;
use crate::fault::{Fault, RequestIds};
use crate::prefer::Return;
use crate::script::Reply;

const JSON: HeaderValue = HeaderValue::from_static(
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
);

/// An answer with this JSON.
pub(crate) fn json(status: StatusCode, json: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response.headers_mut().insert(HeaderName::from_static("odata-version"), HeaderValue::from_static("4.0"));
    response
}

/// An answer that a script holds.
pub(crate) fn reply(status: StatusCode, reply: Reply, ids: &RequestIds) -> Response<Bytes> {
    match reply {
        Reply::Body(body) => {
            let mut response = Response::new(body);
            *response.status_mut() = status;
            response
        }
        Reply::Error { code, message } => {
            let error = json!({ "code": code, "message": message, "innerError": ids.inner_error() });
            json(status, json!({ "error": error }).to_string())
        }
    }
}

/// An answer that says that it is done.
pub(crate) fn no_content() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

pub(crate) fn fault(fault: &Fault, ids: &RequestIds) -> Response<Bytes> {
    let mut response = json(fault.status, fault.to_json(ids));
    if let Some((name, value)) = fault.header.as_deref() {
        response.headers_mut().insert(name, value.clone());
    }
    response
}

pub(crate) fn with_etag(mut response: Response<Bytes>, etag: ETag) -> Response<Bytes> {
    if let Some(value) = etag.header_value() {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

pub(crate) fn with_applied(mut response: Response<Bytes>, preference: Return) -> Response<Bytes> {
    let value = HeaderValue::from_static(preference.as_str());
    response.headers_mut().insert(HeaderName::from_static("preference-applied"), value);
    response
}

/// A body that comes whole, or fails when so many bytes of it were sent.
#[derive(Debug)]
pub(crate) struct AnswerBody {
    rest: Bytes,
    promised: u64,
    ending: Ending,
}

#[derive(Debug, Clone, Copy)]
enum Ending {
    Whole,
    /// What was given out may still stand in a buffer.
    Cut {
        flushed: bool,
    },
}

impl AnswerBody {
    pub(crate) fn whole(body: Bytes) -> Self {
        Self { promised: body.len() as u64, rest: body, ending: Ending::Whole }
    }

    pub(crate) fn cut_after(mut body: Bytes, bytes: usize) -> Self {
        let promised = body.len() as u64;
        if bytes >= body.len() {
            return Self::whole(body);
        }
        body.truncate(bytes);
        Self { promised, rest: body, ending: Ending::Cut { flushed: false } }
    }
}

/// The answer ends here, without an end.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut, as the script says")]
pub(crate) struct CutConnection;

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = CutConnection;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutConnection>>> {
        let body = self.get_mut();
        if !body.rest.is_empty() {
            let rest = std::mem::take(&mut body.rest);
            body.promised -= rest.len() as u64;
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        match body.ending {
            Ending::Whole => Poll::Ready(None),
            Ending::Cut { flushed: true } => Poll::Ready(Some(Err(CutConnection))),
            // hyper sends what it has when a body has nothing to give, and drops it when a body fails
            Ending::Cut { flushed: false } => {
                body.ending = Ending::Cut { flushed: true };
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && matches!(self.ending, Ending::Whole)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
