//! Decodes the bodies of successful responses. Only one call per resource is generic.

use http::{HeaderValue, StatusCode};

use super::call::SuccessfulResponse;
use super::row::Row;
use crate::context::OperationContext;
use crate::error::{Error, read_service_error};
use crate::failure::ErrorKind;
use crate::json::{
    DecodeError, EntityAnnotations, PageAnnotations, PageItems, edm_name, read_document, read_on_request, read_page,
    read_returned,
};
use crate::json_text::{ReadError, Reader, ResponseScope};
use crate::query::expansion_limit;
use crate::redact::Redactor;
use crate::response::{Called, Content, Entity, ErrorBody, ResponseInfo};
use crate::schema::{Collection, EdmType, Element, Object, Readable as _, TypeDescriptor, Value};

/// Errors are parsed up to the same size as those in error responses.
const MAX_ERROR: usize = 64 << 10;

/// Decodes the entity in a response, and its ETag.
pub(super) fn decode_entity<R: Row>(response: SuccessfulResponse, scope: ResponseScope) -> Result<Entity<R>, Error> {
    let descriptor = R::Entity::ENTITY;
    let text = response.text();
    if ErrorBody::may_be(text) && is_error(text, descriptor) {
        return Err(service_error(response));
    }
    let mut row = None;
    let read = read_document(descriptor, text, scope, &mut |json| {
        row = Some(R::read(json)?);
        Ok(())
    });
    match (read, row) {
        (Ok(EntityAnnotations { etag, mut truncated }), Some(row)) => {
            if let Some(limit) = expansion_limit(descriptor, response.context.template()) {
                record_collections_at_limit(row.value(), limit, &mut truncated);
            }
            Ok(Entity::new(row, response.into_info(etag)).with_truncated(truncated))
        }
        (Err(error), _) => Err(decode_error(response, error, None)),
        (Ok(_), None) => Err(missing_entity_error(response)),
    }
}

/// Adds the expanded collections that have as many entities as the service expands at most.
#[cold]
pub(super) fn record_collections_at_limit(row: &dyn Value, limit: usize, truncated: &mut Vec<Box<str>>) {
    let Some(object) = row.as_object() else { return };
    for property in object.descriptor().properties().filter(|property| property.is_expanded()) {
        let count = object.property(property.index()).as_collection().map_or(0, Collection::count);
        if count >= limit && truncated.iter().all(|name| **name != *property.name()) {
            truncated.push(property.name().into());
        }
    }
}

/// Reads the properties in a response into an object.
pub(super) fn decode_into(response: SuccessfulResponse, object: &mut dyn Object) -> Result<(), Error> {
    let descriptor = object.descriptor();
    read_text(response, descriptor, &mut |json| read_on_request(object, json))
}

/// Reads the text of an entity with `read`.
pub(super) fn read_text(
    response: SuccessfulResponse,
    descriptor: &'static TypeDescriptor,
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), ReadError>,
) -> Result<(), Error> {
    let text = response.text();
    if text.is_empty() {
        return Err(missing_entity_error(response));
    }
    if ErrorBody::may_be(text) && is_error(text, descriptor) {
        return Err(service_error(response));
    }
    let read = read_document(descriptor, text, ResponseScope::Entity, read);
    read.map(drop).map_err(|error| decode_error(response, error, None))
}

/// Decodes the response of an action that returns nothing. What its body contains is ignored, unless it is an error.
pub(super) fn decode_nothing(response: SuccessfulResponse) -> Result<Called, Error> {
    let text = response.text();
    if ErrorBody::may_be(text) && ErrorBody::read(text).is_some_and(|body| body.is_error()) {
        return Err(service_error(response));
    }
    Ok(Called::new((), response.into_info(None)))
}

/// Decodes the value that an action or a function returned. `name` is what errors call a value of a union.
pub(super) fn decode_returned<T: Element>(
    response: SuccessfulResponse,
    name: &'static str,
) -> Result<Called<T>, Error> {
    let text = response.text();
    let mut value = T::blank();
    if text.is_empty() {
        return if T::TYPE.nullable {
            Ok(Called::new(value, response.into_info(None)))
        } else {
            Err(missing_value_error(response))
        };
    }
    if is_error_instead_of(T::TYPE.edm, text) {
        return Err(service_error(response));
    }
    let odata_type = edm_name(T::TYPE.edm).unwrap_or(name);
    match read_returned(T::TYPE, odata_type, text, &mut |json| value.read(json)) {
        Ok(annotations) => Ok(Called::new(value, response.into_info(annotations.etag))),
        Err(error) => Err(decode_error(response, error, None)),
    }
}

/// Returns whether the body is an error of the service instead of a value of the type.
fn is_error_instead_of(edm: EdmType, text: &[u8]) -> bool {
    ErrorBody::may_be(text)
        && match edm {
            EdmType::Structured(descriptor) => is_error(text, descriptor()),
            _ => ErrorBody::read(text).is_some_and(|body| body.is_error()),
        }
}

#[cold]
fn missing_value_error(response: SuccessfulResponse) -> Error {
    let message = "the response body is empty, although a value was expected; if the service may return none, declare \
                   `returns = Option<_>`";
    let outcome = reported_outcome(response.response.status(), response.context.operation());
    let outcome = outcome.or(Some("the service reported that the operation was done"));
    complete(Error::new(ErrorKind::Decode, message).with_outcome(outcome), response)
}

/// Decodes a page of a collection.
pub(super) fn decode_page(
    response: SuccessfulResponse,
    odata_type: &'static str,
    is_expanded: bool,
    items: &mut dyn PageItems,
) -> Result<(PageAnnotations, ResponseInfo, HeaderValue), Error> {
    let text = response.text();
    if ErrorBody::may_be(text) && ErrorBody::read(text).is_some_and(|body| body.is_error()) {
        return Err(service_error(response));
    }
    match read_page(odata_type, is_expanded, text, items) {
        Ok(annotations) if annotations.has_error => Err(service_error(response)),
        Ok(annotations) => Ok((annotations, response.info, response.authorization)),
        Err(error) => Err(decode_error(response, error, items.rejected())),
    }
}

/// Returns whether the body is an error of the service despite a status of success. It is not if the resource has a property `error`.
#[cold]
fn is_error(text: &[u8], descriptor: &'static TypeDescriptor) -> bool {
    ErrorBody::read(text).is_some_and(|body| body.is_error())
        && descriptor.properties().all(|property| property.name() != "error")
}

#[cold]
pub(super) fn missing_entity_error(response: SuccessfulResponse) -> Error {
    let message = "the response body is empty, although an entity was expected";
    complete(Error::new(ErrorKind::Decode, message), response)
}

/// Returns the error in the body of a response with a status of success.
#[cold]
fn service_error(response: SuccessfulResponse) -> Error {
    let text = response.text();
    let beginning = text.get(..MAX_ERROR).unwrap_or(text);
    let (status, headers) = (response.response.status(), response.response.headers());
    let service = read_service_error(status, headers, beginning, beginning.len() < text.len());
    let error = Error::new(ErrorKind::Decode, "the response body is an error").with_service(service);
    complete(error, response)
}

/// Returns the error of a body that cannot be decoded. `item` is the index and the id of the item of a page.
#[cold]
fn decode_error(response: SuccessfulResponse, error: DecodeError, item: Option<(usize, Option<String>)>) -> Error {
    let (status, headers) = (response.response.status(), response.response.headers());
    let text = response.text();
    let error = match Content::other_than_json(headers, text) {
        Some(Content::Encoded(encodings)) => {
            let message = format!(
                "the response body has the content encoding `{encodings}`, and only `gzip` is supported, at most once"
            );
            Error::new(ErrorKind::Decode, message)
        }
        Some(content) => {
            let message = format!(
                "the response body is {content} instead of JSON; check whether a proxy or gateway sent it instead of \
                 Microsoft Graph"
            );
            Error::new(ErrorKind::Decode, message)
        }
        None => match ErrorBody::read(text) {
            Some(body) if body.is_error() => return service_error(response),
            // A JSON object comes from the service, so its status is a report.
            Some(_) => Error::from(error).with_outcome(reported_outcome(status, response.context.operation())),
            None => Error::from(error),
        },
    };
    // The id is text of the service, so it is redacted with the rest.
    let error = match item {
        Some((index, id)) => error.with_item(index, id),
        None => error,
    };
    complete(error, response)
}

/// Returns what a status reports about the outcome of an operation, if the response is one of the service.
///
/// Source: [RFC 9110, section 15.3](https://www.rfc-editor.org/rfc/rfc9110#section-15.3).
fn reported_outcome(status: StatusCode, operation: &str) -> Option<&'static str> {
    Some(match (status, operation) {
        (StatusCode::OK | StatusCode::CREATED, "create") => "the service reported that the entity was created",
        (StatusCode::OK | StatusCode::CREATED, "replace") => "the service reported that the entity was replaced",
        (StatusCode::OK | StatusCode::CREATED, "call") => "the service reported that the operation was done",
        (StatusCode::OK | StatusCode::CREATED, _) => "the service reported that the update was made",
        (StatusCode::ACCEPTED, "create") => "the service accepted the entity, but did not report that it was created",
        (StatusCode::ACCEPTED, "replace" | "update") => {
            "the service accepted the update, but did not report that it was made"
        }
        (StatusCode::ACCEPTED, _) => "the service accepted the request, but did not report that it was done",
        _ => return None,
    })
}

fn complete(error: Error, response: SuccessfulResponse) -> Error {
    let SuccessfulResponse { info, context, authorization, .. } = response;
    complete_error(error, info, context, &Redactor::new(&authorization))
}

/// Adds what is known about the response to an error.
pub(super) fn complete_error(
    error: Error,
    info: ResponseInfo,
    context: OperationContext,
    redactor: &Redactor<'_>,
) -> Error {
    let id = info.client_request_id();
    error
        .with_failed_attempts(info.failed_attempts().to_vec())
        .with_info(info)
        .redacted(redactor)
        .with_context(context)
        .with_client_request_id(id)
}
