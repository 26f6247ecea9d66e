//! The differences of requests and responses from their documentation.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::plan::ReadKind;
use super::query_text::{normalized, options};
use super::record::Record;
use crate::case::{Mismatch, ReceivedRequest};
use crate::compare::{differences, is_same_path};
use crate::replay::records::ReadBack;

/// Returns the differences between a received request and the documented one.
pub(super) fn request_differences(record: &Record, received: &ReceivedRequest) -> Vec<Mismatch> {
    let mut found = Vec::new();
    if received.method != record.request.method {
        found.push(format!("was sent by {}", received.method));
    }
    let (path, query) = received.path.split_once('?').unwrap_or((&received.path, ""));
    if !is_same_path(&format!("/{}{}", record.called_version(), record.request.path), path) {
        found.push(format!("was sent to `{path}`"));
    }
    found.extend(option_differences(&record.request.options, &options(query)));
    found.extend(header_differences(record, received));
    found.into_iter().map(Mismatch::of_body).chain(body_differences(record, received)).collect()
}

/// Returns the differences of the bodies. An empty body equals one without members.
fn body_differences(record: &Record, received: &ReceivedRequest) -> Vec<Mismatch> {
    let Some(documented) = record.request_members() else {
        return vec![Mismatch::of_body("the documented body is not an object")];
    };
    let sent = if received.body.is_empty() { "{}" } else { &received.body };
    match serde_json::from_str(sent) {
        Ok(mut sent) => {
            let mut documented = Value::Object(documented);
            decode_links(&mut documented);
            decode_links(&mut sent);
            differences(&documented, &sent)
        }
        Err(error) => vec![Mismatch::of_body(error)],
    }
}

/// Decodes the URLs in links, as paths are compared.
fn decode_links(value: &mut Value) {
    let Value::Object(members) = value else { return };
    for (name, value) in members {
        match value {
            Value::String(url) if name == "@odata.id" || name.ends_with("@odata.bind") => {
                let decoded = percent_decode_str(url.trim_end_matches('/')).decode_utf8_lossy().into_owned();
                *url = decoded;
            }
            _ => {}
        }
    }
}

fn option_differences(documented: &[(String, String)], sent: &[(String, String)]) -> Vec<String> {
    let with_name = |options: &[(String, String)], name: &str| {
        options.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    let missing = documented.iter().filter_map(|(name, value)| match with_name(sent, name) {
        None => Some(format!("`{name}={value}` is missing")),
        Some(sent) if normalized(name, value) != normalized(name, &sent) => {
            Some(format!("`{name}` is `{sent}` instead of `{value}`"))
        }
        Some(_) => None,
    });
    let added = sent.iter().filter(|(name, _)| with_name(documented, name).is_none());
    missing.chain(added.map(|(name, value)| format!("`{name}={value}` is not documented"))).collect()
}

fn header_differences(record: &Record, received: &ReceivedRequest) -> Vec<String> {
    let documented: Vec<(String, &str)> = record
        .request
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .filter(|(name, _)| match name.as_str() {
            "prefer" | "consistencylevel" => true,
            "if-match" => record.if_match().is_some(),
            _ => false,
        })
        .collect();
    let sent = |name: &str| received.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let missing = documented.iter().filter_map(|(name, value)| match sent(name) {
        None => Some(format!("the header `{name}: {value}` is missing")),
        Some(sent) if sent != *value => Some(format!("the header `{name}` is `{sent}` instead of `{value}`")),
        Some(_) => None,
    });
    let added = received.headers.iter().filter(|(name, _)| documented.iter().all(|(own, _)| own != name));
    missing.chain(added.map(|(name, value)| format!("the header `{name}: {value}` is not documented"))).collect()
}

/// Returns the differences between a response that was read and written back, and the documented one.
pub(super) fn response_differences(record: &Record, kind: ReadKind, read: &ReadBack) -> Vec<Mismatch> {
    let Some(Ok(documented)) = record.response_body().map(|body| serde_json::from_str::<Value>(body.get())) else {
        return vec![Mismatch::of_body("the documented body is not JSON")];
    };
    let items: Result<Vec<Value>, _> = read.items.iter().map(|item| serde_json::from_str(item.get())).collect();
    let items = match items {
        Ok(items) => items,
        Err(error) => return vec![Mismatch::of_body(error)],
    };
    match kind {
        ReadKind::Entity => differences(&documented, &items.into_iter().next().unwrap_or_default()),
        ReadKind::Value => {
            let is_wrapped = |name: &String| name == "value" || name.starts_with('@');
            let mut documented = documented;
            if let Value::Object(members) = &mut documented
                && members.keys().all(is_wrapped)
                && let Some(value) = members.remove("value")
            {
                documented = value;
            }
            differences(&documented, &items.into_iter().next().unwrap_or_default())
        }
        ReadKind::Page => {
            // what the page returns besides its items
            let mut written = Map::from_iter([("value".to_owned(), Value::Array(items))]);
            written.extend(read.count.map(|count| ("@odata.count".to_owned(), Value::from(count))));
            written
                .extend(read.next_link.as_ref().map(|link| ("@odata.nextLink".to_owned(), Value::from(link.as_str()))));
            let mut documented = documented;
            if let Value::Object(documented) = &mut documented {
                documented.retain(|name, _| matches!(name.as_str(), "value" | "@odata.count" | "@odata.nextLink"));
            }
            differences(&documented, &Value::Object(written))
        }
        ReadKind::Count => {
            let count = documented.as_u64().or_else(|| documented.as_str()?.trim().parse().ok());
            if count == read.count {
                Vec::new()
            } else {
                vec![Mismatch::of_body(format!("is {:?} instead of {documented}", read.count))]
            }
        }
    }
}
