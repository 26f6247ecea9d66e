//! Reads whatever a service sent with an error status. This never fails and never panics.

use http::header::DATE;
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::{Map, Value};

use super::detail::{ErrorDetail, InnerError};
use super::repair::completions;
use super::service::ServiceError;
use crate::headers::{CLIENT_REQUEST_ID, REQUEST_ID};
use crate::redact::excerpt;
use crate::response::{BOM, Content, LONGEST_DATE, LONGEST_ID};

/// The error in `body`, of which the end may be missing.
pub(crate) fn read_service_error(status: StatusCode, headers: &HeaderMap, body: &[u8], cut: bool) -> ServiceError {
    let mut error = empty(status);
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches(|character: char| character.is_whitespace() || character == BOM).trim_end();
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

/// The first characters of an answer that is not a Graph error.
const EXCERPT: usize = 200;

/// How long texts may be, and how many of them are kept: far above what Graph sends.
const CODE: usize = 128;
const MESSAGE: usize = 2_000;
const TARGET: usize = 256;
const NAME: usize = 100;
const VALUE: usize = 300;
const MOST_DETAILS: usize = 50;
const MOST_LEVELS: usize = 16;
/// Of `innerError`, without those that have methods of their own, on all levels together.
const MOST_VALUES: usize = 40;

fn empty(status: StatusCode) -> ServiceError {
    ServiceError {
        status,
        code: None,
        message: None,
        target: None,
        details: Vec::new(),
        further_details: 0,
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
            error.code = Some(excerpt(&code, CODE).into_owned());
            error.message = take_text(&mut root, &["error_description", "message"], MESSAGE);
            error.request_id = take_text(&mut root, &["trace_id"], LONGEST_ID);
            error.client_request_id = take_text(&mut root, &["correlation_id"], LONGEST_ID);
        }
        Some(Value::Array(items)) => {
            let mut objects = items.into_iter().filter_map(into_object).peekable();
            if let Some(first) = objects.peek() {
                read_error(error, first.clone());
            }
            if error.details.is_empty() {
                keep_details(error, objects);
                if error.details.len() == 1 {
                    error.details.clear();
                }
            }
        }
        Some(Value::Object(object)) => read_error(error, object),
        _ => read_error(error, root),
    }
}

fn read_error(error: &mut ServiceError, mut object: Map<String, Value>) {
    error.code = take_text(&mut object, &["code"], CODE);
    error.message = take_text(&mut object, &["message"], MESSAGE);
    error.target = take_text(&mut object, &["target"], TARGET);
    if let Some(Value::Array(details)) = take(&mut object, &["details"]) {
        keep_details(error, details.into_iter().filter_map(into_object));
    }
    error.inner = take_inner(&mut object, MOST_LEVELS, &mut { MOST_VALUES });
}

/// Keeps the first details that say anything, and counts the others.
fn keep_details(error: &mut ServiceError, objects: impl Iterator<Item = Map<String, Value>>) {
    for detail in objects.map(read_detail).filter(|detail| *detail != ErrorDetail::default()) {
        if error.details.len() < MOST_DETAILS {
            error.details.push(detail);
        } else {
            error.further_details += 1;
        }
    }
}

fn read_detail(mut object: Map<String, Value>) -> ErrorDetail {
    ErrorDetail {
        code: take_text(&mut object, &["code"], CODE),
        message: take_text(&mut object, &["message"], MESSAGE),
        target: take_text(&mut object, &["target"], TARGET),
    }
}

fn take_inner(object: &mut Map<String, Value>, levels: usize, values: &mut usize) -> Option<InnerError> {
    let levels = levels.checked_sub(1)?;
    let mut object = take(object, &["innererror"]).and_then(into_object)?;
    Some(InnerError {
        inner: take_inner(&mut object, levels, values).map(Box::new),
        code: take_text(&mut object, &["code"], CODE),
        message: take_text(&mut object, &["message"], MESSAGE),
        date: take_text(&mut object, &["date"], LONGEST_DATE),
        request_id: take_text(&mut object, &["request-id", "requestId"], LONGEST_ID),
        client_request_id: take_text(&mut object, &["client-request-id", "clientRequestId"], LONGEST_ID),
        additional: bounded_members(object, values),
    })
}

/// The first members, cleaned and bounded. The parser's limit on nesting bounds the recursion.
fn bounded_members(members: Map<String, Value>, left: &mut usize) -> Map<String, Value> {
    let bounded = |(name, value): (String, Value)| {
        *left = left.checked_sub(1)?;
        Some((excerpt(&name, NAME).into_owned(), bounded_value(value, left)))
    };
    members.into_iter().map_while(bounded).collect()
}

fn bounded_value(value: Value, left: &mut usize) -> Value {
    match value {
        Value::String(text) => Value::String(excerpt(&text, VALUE).into_owned()),
        // as long as the text that it was read from, if a feature of serde_json says so
        Value::Number(number) if number.to_string().len() > NAME => {
            Value::String(excerpt(&number.to_string(), NAME).into_owned())
        }
        Value::Object(members) => Value::Object(bounded_members(members, left)),
        Value::Array(values) => values
            .into_iter()
            .map_while(|value| {
                *left = left.checked_sub(1)?;
                Some(bounded_value(value, left))
            })
            .collect(),
        other => other,
    }
}

/// Ids and date: of the innermost level that has them, else of the headers.
fn take_ids(error: &mut ServiceError, headers: &HeaderMap) {
    let innermost = |of: fn(&InnerError) -> Option<&str>| error.inner_errors().filter_map(of).last().map(str::to_owned);
    let request_id = innermost(InnerError::request_id);
    let client_request_id = innermost(InnerError::client_request_id);
    let date = innermost(InnerError::date);
    let header = |name: &HeaderName, limit| Some(excerpt(headers.get(name)?.to_str().ok()?, limit).into_owned());
    error.request_id = error.request_id.take().or(request_id).or_else(|| header(&REQUEST_ID, LONGEST_ID));
    error.client_request_id =
        error.client_request_id.take().or(client_request_id).or_else(|| header(&CLIENT_REQUEST_ID, LONGEST_ID));
    error.date = date.or_else(|| header(&DATE, LONGEST_DATE));
}

fn describe_text(error: &mut ServiceError, text: &str, headers: &HeaderMap) {
    let content = Content::other_than_json(headers, text.as_bytes());
    error.message = Some(match (content, excerpt(text, EXCERPT)) {
        (_, shown) if shown.is_empty() => "the answer has no body".to_owned(),
        (Some(content @ Content::Encoded(_)), _) => format!("the answer is not a Graph error but {content}"),
        (Some(Content::Type(media_type)), shown) => {
            let media_type = media_type.split(';').next().unwrap_or(&media_type);
            format!("the answer is not a Graph error but `{media_type}`: {shown}")
        }
        (Some(content), shown) => format!("the answer is not a Graph error but {content}: {shown}"),
        (None, shown) => format!("the answer is not a Graph error but `text`: {shown}"),
    });
}

/// Removes the first member with one of the names, in any case, that is not null.
fn take(object: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    names.iter().find_map(|name| {
        let key = object.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())?.0.clone();
        object.remove(&key)
    })
}

/// The text of a member, cleaned and bounded: a string, a number, or OData 3's `{"lang": "..", "value": ".."}`. Another shape
/// stays.
fn take_text(object: &mut Map<String, Value>, names: &[&str], limit: usize) -> Option<String> {
    let text = names.iter().find_map(|name| {
        let (key, value) = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let text = match value {
            Value::String(text) => excerpt(text, limit),
            Value::Number(number) => excerpt(&number.to_string(), limit).into_owned().into(),
            Value::Object(localized) => excerpt(localized.get("value")?.as_str()?, limit),
            _ => return None,
        };
        Some((key.clone(), text.into_owned()))
    });
    let (key, text) = text?;
    object.remove(&key);
    (!text.is_empty()).then_some(text)
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
