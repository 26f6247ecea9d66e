//! Reads whatever a service sent with an error status. This never fails and never panics.

use std::borrow::Cow;

use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::{Map, Value};

use super::detail::{ErrorDetail, InnerError};
use super::excerpt::excerpt;
use super::repair::completions;
use super::service::ServiceError;
use crate::response::{CLIENT_REQUEST_ID, REQUEST_ID};

/// The error in `body`, of which the end may be missing.
pub(crate) fn read_service_error(status: StatusCode, headers: &HeaderMap, body: &[u8], cut: bool) -> ServiceError {
    let mut error = empty(status);
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match parse(text) {
        Some(Value::Object(root)) => read_root(&mut error, root),
        Some(Value::Array(items)) => match items.into_iter().find_map(into_object) {
            Some(root) => read_root(&mut error, root),
            None => describe_text(&mut error, text, headers),
        },
        _ => describe_text(&mut error, text, headers),
    }
    if error.code.is_none() && error.message.is_none() {
        describe_text(&mut error, text, headers);
    }
    if cut {
        error.note = Some("only the beginning of the answer was read");
    }
    take_ids(&mut error, headers);
    error
}

/// The first characters of an answer that is no Graph error.
const EXCERPT: usize = 200;

fn empty(status: StatusCode) -> ServiceError {
    ServiceError {
        status,
        code: None,
        message: None,
        target: None,
        details: Vec::new(),
        inner: None,
        request_id: None,
        client_request_id: None,
        date: None,
        note: None,
    }
}

fn parse(text: &str) -> Option<Value> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let read = |text: &str| serde_json::from_str(text).ok();
    read(text).or_else(|| {
        // Some gateways put raw line breaks into strings; outside strings a space means the same.
        let text = text.replace(char::is_control, " ");
        read(&text).or_else(|| completions(&text).iter().flatten().find_map(|text| read(text)))
    })
}

/// `{"error": {..}}` as documented, `{"odata.error": {..}}`, OAuth's `{"error": "..", "error_description": ".."}`
/// ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)), or the error without an envelope.
fn read_root(error: &mut ServiceError, mut root: Map<String, Value>) {
    match take(&mut root, &["error", "odata.error"]) {
        Some(Value::String(code)) => {
            error.code = Some(code);
            error.message = take_text(&mut root, &["error_description", "message"]);
            error.request_id = take_text(&mut root, &["trace_id"]);
            error.client_request_id = take_text(&mut root, &["correlation_id"]);
        }
        Some(Value::Array(items)) => {
            if let Some(object) = items.into_iter().find_map(into_object) {
                read_error(error, object);
            }
        }
        Some(Value::Object(object)) => read_error(error, object),
        _ => read_error(error, root),
    }
}

fn read_error(error: &mut ServiceError, mut object: Map<String, Value>) {
    error.code = take_text(&mut object, &["code"]);
    error.message = take_text(&mut object, &["message"]);
    error.target = take_text(&mut object, &["target"]);
    if let Some(Value::Array(details)) = take(&mut object, &["details"]) {
        error.details = details.into_iter().filter_map(into_object).map(read_detail).collect();
    }
    error.inner = take_inner(&mut object);
}

fn read_detail(mut object: Map<String, Value>) -> ErrorDetail {
    ErrorDetail {
        code: take_text(&mut object, &["code"]),
        message: take_text(&mut object, &["message"]),
        target: take_text(&mut object, &["target"]),
    }
}

/// The parser's limit on nesting bounds the recursion.
fn take_inner(object: &mut Map<String, Value>) -> Option<InnerError> {
    let mut object = take(object, &["innererror"]).and_then(into_object)?;
    Some(InnerError {
        inner: take_inner(&mut object).map(Box::new),
        code: take_text(&mut object, &["code"]),
        message: take_text(&mut object, &["message"]),
        date: take_text(&mut object, &["date"]),
        request_id: take_text(&mut object, &["request-id", "requestId"]),
        client_request_id: take_text(&mut object, &["client-request-id", "clientRequestId"]),
        additional: object,
    })
}

/// Ids and date: of the innermost level that has them, else of the headers.
fn take_ids(error: &mut ServiceError, headers: &HeaderMap) {
    let innermost = |of: fn(&InnerError) -> Option<&str>| error.inner_errors().filter_map(of).last().map(str::to_owned);
    let request_id = innermost(InnerError::request_id);
    let client_request_id = innermost(InnerError::client_request_id);
    let date = innermost(InnerError::date);
    let header = |name: &HeaderName| Some(headers.get(name)?.to_str().ok()?.to_owned());
    error.request_id = error.request_id.take().or(request_id).or_else(|| header(&REQUEST_ID));
    error.client_request_id =
        error.client_request_id.take().or(client_request_id).or_else(|| header(&CLIENT_REQUEST_ID));
    error.date = date.or_else(|| header(&DATE));
}

fn describe_text(error: &mut ServiceError, text: &str, headers: &HeaderMap) {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map_or(Cow::Borrowed("text"), |value| Cow::Owned(excerpt(value.split(';').next().unwrap_or(value), 60)));
    error.message = Some(match excerpt(text, EXCERPT) {
        shown if shown.is_empty() => "the answer has no body".to_owned(),
        shown => format!("the answer is not a Graph error but `{kind}`: {shown}"),
    });
}

/// Removes the first member with one of the names, in any case, that is not null.
fn take(object: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    names.iter().find_map(|name| {
        let key = object.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())?.0.clone();
        object.remove(&key)
    })
}

/// The text of a member: a string, a number, or OData 3's `{"lang": "..", "value": ".."}`. Another shape stays.
fn take_text(object: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    let text = names.iter().find_map(|name| {
        let (key, value) = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Object(localized) => localized.get("value")?.as_str()?.to_owned(),
            _ => return None,
        };
        Some((key.clone(), text))
    });
    let (key, text) = text?;
    object.remove(&key);
    (!text.trim().is_empty()).then_some(text)
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
