//! Parses the body of an error response, whatever it is. This never fails and never panics.

use http::header::DATE;
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::{Map, Value};

use super::detail::{ErrorDetail, InnerError};
use super::repair::completions;
use super::service::ServiceError;
use crate::headers::{CLIENT_REQUEST_ID, REQUEST_ID};
use crate::redact::excerpt;
use crate::response::{BOM, Content, MAX_DATE, MAX_ID};

/// Returns the error in `body`, which may be truncated.
pub(crate) fn read_service_error(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    is_truncated: bool,
) -> ServiceError {
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
    if is_truncated {
        error.note = Some("only the beginning of the response body was read");
    }
    take_ids(&mut error, headers);
    error
}

/// The length of the excerpt of a body that is not a Graph error.
const MAX_EXCERPT: usize = 200;

/// The maximum lengths and numbers of the stored texts, which are far above what Graph sends.
const MAX_CODE: usize = 128;
const MAX_MESSAGE: usize = 2_000;
const MAX_TARGET: usize = 256;
const MAX_NAME: usize = 100;
const MAX_VALUE: usize = 300;
const MAX_DETAILS: usize = 50;
const MAX_LEVELS: usize = 16;
/// The other members of `innerError`, on all levels together.
const MAX_VALUES: usize = 40;

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
        // Some gateways write raw line breaks into strings. Outside of strings they are equivalent to spaces.
        let text = text.replace(char::is_control, " ");
        read(&text).or_else(|| completions(&text).iter().flatten().find_map(|text| read(text)))
    })
}

/// Reads `{"error": {..}}` as documented, `{"odata.error": {..}}`, OAuth's `{"error": "..", "error_description": ".."}`
/// ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)), or the error without an envelope.
fn read_root(error: &mut ServiceError, mut root: Map<String, Value>) {
    match take(&mut root, &["error", "odata.error"]) {
        Some(Value::String(code)) => {
            error.code = Some(excerpt(&code, MAX_CODE).into_owned());
            error.message = take_text(&mut root, &["error_description", "message"], MAX_MESSAGE);
            error.request_id = take_text(&mut root, &["trace_id"], MAX_ID);
            error.client_request_id = take_text(&mut root, &["correlation_id"], MAX_ID);
        }
        Some(Value::Array(items)) => {
            let mut objects = items.into_iter().filter_map(into_object).peekable();
            if let Some(first) = objects.peek() {
                read_error(error, first.clone());
            }
            if error.details.is_empty() {
                store_details(error, objects);
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
    error.code = take_text(&mut object, &["code"], MAX_CODE);
    error.message = take_text(&mut object, &["message"], MAX_MESSAGE);
    error.target = take_text(&mut object, &["target"], MAX_TARGET);
    if let Some(Value::Array(details)) = take(&mut object, &["details"]) {
        store_details(error, details.into_iter().filter_map(into_object));
    }
    error.inner = take_inner(&mut object, MAX_LEVELS, &mut { MAX_VALUES });
}

/// Stores the first details that are not empty, and counts the others.
fn store_details(error: &mut ServiceError, objects: impl Iterator<Item = Map<String, Value>>) {
    for detail in objects.map(read_detail).filter(|detail| *detail != ErrorDetail::default()) {
        if error.details.len() < MAX_DETAILS {
            error.details.push(detail);
        } else {
            error.further_details += 1;
        }
    }
}

fn read_detail(mut object: Map<String, Value>) -> ErrorDetail {
    ErrorDetail {
        code: take_text(&mut object, &["code"], MAX_CODE),
        message: take_text(&mut object, &["message"], MAX_MESSAGE),
        target: take_text(&mut object, &["target"], MAX_TARGET),
    }
}

fn take_inner(object: &mut Map<String, Value>, levels: usize, values: &mut usize) -> Option<InnerError> {
    let levels = levels.checked_sub(1)?;
    let mut object = take(object, &["innererror"]).and_then(into_object)?;
    Some(InnerError {
        inner: take_inner(&mut object, levels, values).map(Box::new),
        code: take_text(&mut object, &["code"], MAX_CODE),
        message: take_text(&mut object, &["message"], MAX_MESSAGE),
        date: take_text(&mut object, &["date"], MAX_DATE),
        request_id: take_text(&mut object, &["request-id", "requestId"], MAX_ID),
        client_request_id: take_text(&mut object, &["client-request-id", "clientRequestId"], MAX_ID),
        additional: bounded_members(object, values),
    })
}

/// Returns the first members with bounded and escaped texts. The parser limits the depth of the recursion.
fn bounded_members(members: Map<String, Value>, remaining: &mut usize) -> Map<String, Value> {
    let bounded = |(name, value): (String, Value)| {
        *remaining = remaining.checked_sub(1)?;
        Some((excerpt(&name, MAX_NAME).into_owned(), bounded_value(value, remaining)))
    };
    members.into_iter().map_while(bounded).collect()
}

fn bounded_value(value: Value, remaining: &mut usize) -> Value {
    match value {
        Value::String(text) => Value::String(excerpt(&text, MAX_VALUE).into_owned()),
        // With the feature `arbitrary_precision` of serde_json, a number is as long as its text.
        Value::Number(number) if number.to_string().len() > MAX_NAME => {
            Value::String(excerpt(&number.to_string(), MAX_NAME).into_owned())
        }
        Value::Object(members) => Value::Object(bounded_members(members, remaining)),
        Value::Array(values) => values
            .into_iter()
            .map_while(|value| {
                *remaining = remaining.checked_sub(1)?;
                Some(bounded_value(value, remaining))
            })
            .collect(),
        other => other,
    }
}

/// Sets the ids and the date from the innermost level that has them, or from the headers.
fn take_ids(error: &mut ServiceError, headers: &HeaderMap) {
    let innermost = |of: fn(&InnerError) -> Option<&str>| error.inner_errors().filter_map(of).last().map(str::to_owned);
    let request_id = innermost(InnerError::request_id);
    let client_request_id = innermost(InnerError::client_request_id);
    let date = innermost(InnerError::date);
    let header = |name: &HeaderName, limit| Some(excerpt(headers.get(name)?.to_str().ok()?, limit).into_owned());
    error.request_id = error.request_id.take().or(request_id).or_else(|| header(&REQUEST_ID, MAX_ID));
    error.client_request_id =
        error.client_request_id.take().or(client_request_id).or_else(|| header(&CLIENT_REQUEST_ID, MAX_ID));
    error.date = date.or_else(|| header(&DATE, MAX_DATE));
}

fn describe_text(error: &mut ServiceError, text: &str, headers: &HeaderMap) {
    let content = Content::other_than_json(headers, text.as_bytes());
    error.message = Some(match (content, excerpt(text, MAX_EXCERPT)) {
        (_, shown) if shown.is_empty() => "the response has no body".to_owned(),
        (Some(content @ Content::Encoded(_)), _) => format!("the response is not a Graph error but {content}"),
        (Some(Content::Type(media_type)), shown) => {
            let media_type = media_type.split(';').next().unwrap_or(&media_type);
            format!("the response is not a Graph error but `{media_type}`: {shown}")
        }
        (Some(content), shown) => format!("the response is not a Graph error but {content}: {shown}"),
        (None, shown) => format!("the response is not a Graph error but text: {shown}"),
    });
}

/// Removes the first member that has one of the names, in any case, and is not null.
fn take(object: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    names.iter().find_map(|name| {
        let key = object.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())?.0.clone();
        object.remove(&key)
    })
}

/// Removes the text of a member, bounded and escaped: a string, a number, or `{"lang": "..", "value": ".."}` of OData 3. A value of
/// another form stays.
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
