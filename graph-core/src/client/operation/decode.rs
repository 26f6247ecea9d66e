//! From an answer to an entity. What depends on the resource is one call.

use http::header::CONTENT_TYPE;

use crate::client::exchange::Exchanged;
use crate::error::{Error, ErrorKind, Scrub, excerpt};
use crate::json::{DecodeError, from_slice};
use crate::resource::Resource;
use crate::response::{Entity, ResponseInfo, etag_annotation};

/// The entity in an answer.
pub(super) fn entity<T: Resource>(exchanged: Exchanged) -> Result<Entity<T>, Error> {
    match from_slice(exchanged.answer.body().bytes()) {
        Ok(value) => Ok(Entity::new(value, info(exchanged))),
        Err(fault) => Err(undecodable(exchanged, fault)),
    }
}

/// What the answer says of itself, in its head or in its body.
pub(super) fn info(exchanged: Exchanged) -> ResponseInfo {
    let Exchanged { answer, mut info, authorization, .. } = exchanged;
    if info.etag().is_none()
        && let Some(etag) = etag_annotation(answer.body().bytes())
    {
        info = info.with_etag(etag);
        info.scrub(&Scrub::quick(&authorization));
    }
    info
}

#[cold]
pub(super) fn no_entity(exchanged: Exchanged) -> Error {
    complete(Error::new(ErrorKind::Decode, "without an entity"), exchanged)
}

#[cold]
fn undecodable(exchanged: Exchanged, fault: DecodeError) -> Error {
    let content_type = exchanged.answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let error = match content_type {
        Some(other) if !other.to_ascii_lowercase().contains("json") => Error::new(
            ErrorKind::Decode,
            format!("with `{}` instead of JSON; is something else between here and Graph?", excerpt(other, 60)),
        ),
        _ => Error::from(fault),
    };
    complete(error, exchanged)
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
