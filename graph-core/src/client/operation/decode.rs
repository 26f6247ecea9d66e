//! From an answer to an entity. What depends on the resource is one call.

use http::StatusCode;

use crate::client::exchange::Exchanged;
use crate::error::{Error, read_service_error};
use crate::failure::{ErrorKind, Report};
use crate::json::{DecodeError, from_slice};
use crate::redact::Scrub;
use crate::response::{Content, Entity, ErrorBody, ResponseInfo, etag_annotation, without_byte_order_mark};
use crate::schema::{Readable, TypeDescriptor};

/// The text of an answer; empty where there is none.
pub(super) fn text(exchanged: &Exchanged) -> &[u8] {
    without_byte_order_mark(exchanged.answer.body().bytes())
}

/// The entity in an answer.
pub(super) fn entity<T: Readable>(exchanged: Exchanged) -> Result<Entity<T>, Error> {
    let text = text(&exchanged);
    if ErrorBody::may_be(text) && is_error(text, T::ENTITY) {
        return Err(undecodable(exchanged, None));
    }
    match from_slice(text) {
        Ok(value) => Ok(Entity::new(value, info(exchanged))),
        Err(fault) => Err(undecodable(exchanged, Some(fault))),
    }
}

/// What the answer says of itself, in its head or in its body.
pub(super) fn info(exchanged: Exchanged) -> ResponseInfo {
    let etag = if exchanged.info.etag().is_none() { etag_annotation(text(&exchanged)) } else { None };
    let Exchanged { mut info, authorization, .. } = exchanged;
    if let Some(etag) = etag {
        info = info.with_etag(etag);
        info.scrub(&Scrub::quick(&authorization));
    }
    info
}

/// Whether it is an error of the service, although its status is one of success: not where the resource has such a property.
#[cold]
fn is_error(text: &[u8], descriptor: &'static TypeDescriptor) -> bool {
    ErrorBody::read(text).is_some_and(|body| body.is_error())
        && descriptor.properties().all(|property| property.name() != "error")
}

#[cold]
pub(super) fn no_entity(exchanged: Exchanged) -> Error {
    complete(Error::new(ErrorKind::Decode, "without an entity"), exchanged)
}

#[cold]
fn undecodable(exchanged: Exchanged, fault: Option<DecodeError>) -> Error {
    let (status, headers) = (exchanged.answer.status(), exchanged.answer.headers());
    let text = text(&exchanged);
    let error = match Content::other_than_json(headers, text) {
        Some(content @ Content::Encoded(_)) => {
            Error::new(ErrorKind::Decode, format!("with {content}, but only `gzip` is read, and only once"))
        }
        Some(content) => Error::new(
            ErrorKind::Decode,
            format!("with {content} instead of JSON; is something else between here and Graph?"),
        ),
        None => {
            let body = ErrorBody::read(text);
            match fault {
                Some(fault) if !body.as_ref().is_some_and(ErrorBody::is_error) => {
                    Error::from(fault).with_report(body.and_then(|_| reported(status)))
                }
                _ => {
                    let beginning = text.get(..LARGEST_ERROR).unwrap_or(text);
                    let service = read_service_error(status, headers, beginning, beginning.len() < text.len());
                    Error::new(ErrorKind::Decode, "with an error").with_service(service)
                }
            }
        }
    };
    complete(error, exchanged)
}

/// What a status says of an update, if the answer is one of the service.
///
/// Source: [RFC 9110, section 15.3](https://www.rfc-editor.org/rfc/rfc9110#section-15.3).
fn reported(status: StatusCode) -> Option<Report> {
    match status {
        StatusCode::OK | StatusCode::CREATED => Some(Report::Made),
        StatusCode::ACCEPTED => Some(Report::Accepted),
        _ => None,
    }
}

fn complete(error: Error, exchanged: Exchanged) -> Error {
    let Exchanged { info, authorization, call, .. } = exchanged;
    let id = info.client_request_id();
    error
        .with_failed_attempts(info.failed_attempts().to_vec())
        .with_info(info)
        .scrubbed(&Scrub::new(&authorization))
        .with_call(call)
        .with_client_request_id(id)
}

/// As much as is read of any other error.
const LARGEST_ERROR: usize = 64 << 10;
