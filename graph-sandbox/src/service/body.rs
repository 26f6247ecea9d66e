//! What the requests of writes have in common: their bodies and their options.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, Response, StatusCode};

use super::GraphService;
use crate::json::{Validator, check_syntax};
use crate::options::PatchResponse;
use crate::protocol::{ErrorResponse, ReceivedBody, ReturnPreference, response};
use crate::query::{Projection, QueryOptions};
use crate::routing::Target;
use crate::store::StoredEntity;

impl GraphService {
    /// Returns the JSON text of a body.
    ///
    /// # Errors
    /// Returns a response if the headers declare another kind of body, or the body is too large, empty or not JSON.
    pub(super) fn json_body<'b>(&self, headers: &HeaderMap, body: &'b ReceivedBody) -> Result<&'b str, ErrorResponse> {
        check_content_headers(headers)?;
        let body = self.complete_body(body)?;
        if body.is_empty() {
            return Err(ErrorResponse::bad_request("Empty Payload. JSON content expected."));
        }
        check_syntax(body).map_err(ErrorResponse::bad_request)
    }

    /// Returns a body that is not above the limit.
    ///
    /// # Errors
    /// Returns a response if the body is above the limit.
    pub(super) fn complete_body<'b>(&self, body: &'b ReceivedBody) -> Result<&'b Bytes, ErrorResponse> {
        match body {
            ReceivedBody::Complete(body) => Ok(body),
            ReceivedBody::TooLarge(_) => {
                let message = format!("The body is larger than {} bytes.", self.options.body_limit);
                Err(ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message))
            }
        }
    }

    /// Creates a validator of values of one entity, with the options of the service.
    pub(super) fn validator(&self, target: &Target<'_>) -> Validator<'_> {
        let mut validator = Validator::new(&self.types, target.key.version());
        validator.strict_enums = self.options.strict_enums;
        validator
    }

    /// Returns the response to a successful write: the entity, or only its `ETag` if the client or the options of the service
    /// prefer that.
    pub(super) fn written(
        &self,
        target: &Target<'_>,
        entity: &StoredEntity,
        headers: &HeaderMap,
        default: PatchResponse,
    ) -> Response<Bytes> {
        let preference = ReturnPreference::parse(headers);
        let effective = preference.unwrap_or(match default {
            PatchResponse::Entity => ReturnPreference::Representation,
            PatchResponse::NoContent => ReturnPreference::Minimal,
        });
        let response = match effective {
            ReturnPreference::Minimal => response::with_etag(response::no_content(), entity.etag),
            ReturnPreference::Representation => self.entity_response(target, entity, &Projection::default()),
        };
        match preference {
            Some(preference) => response::with_preference_applied(response, preference.as_str()),
            None => response,
        }
    }
}

/// Checks that the headers declare a body of uncompressed JSON in UTF-8.
fn check_content_headers(headers: &HeaderMap) -> Result<(), ErrorResponse> {
    let error = |message| Err(ErrorResponse::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        return error("The Content-Type of the body must be application/json.");
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    if charset.is_some_and(|(_, charset)| !charset.trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        return error("The charset of the body must be utf-8.");
    }
    if headers.get(CONTENT_ENCODING).is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return error("The body must not have a Content-Encoding.");
    }
    Ok(())
}

/// Checks that a write does not have system query options: the sandbox would ignore them.
///
/// # Errors
/// Returns a response that names the first option.
pub(super) fn check_write_query(query: &str) -> Result<(), ErrorResponse> {
    let options = QueryOptions::parse_supported(query).map_err(|error| ErrorResponse::query(&error))?;
    options.names.first().map_or(Ok(()), |name| {
        let message = format!("The sandbox does not support the query option '{name}' for writes.");
        Err(ErrorResponse::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message))
    })
}
