use graph_core::__private::service_error;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;

const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl";

/// Checks the reading of error responses. The first byte selects the headers; the rest is the body, in which `$$` stands
/// for the token.
///
/// # Panics
/// If the code of the body is not read, or if the error contains the token.
pub fn errors(input: &[u8]) {
    let (first, body) = input.split_first().unwrap_or((&0, &[]));
    let mut headers = HeaderMap::new();
    let kinds = ["application/json", "text/html; charset=utf-8", "\t", "application/problem+json"];
    if let Some(kind) = kinds.get(usize::from(first % 5)) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    let body = with_token(body);
    let authorization = HeaderValue::from_str(&format!("Bearer {TOKEN}")).expect("a header");
    headers.insert(AUTHORIZATION, authorization.clone());
    let is_truncated = first & 8 != 0;
    let error = service_error(StatusCode::BAD_REQUEST, &headers, &body, is_truncated, &authorization);
    let texts = [error.code(), error.message(), error.target(), error.request_id(), error.date()];
    let shown = format!("{error:?}{texts:?}");
    // a truncated token is recognised by its first characters
    assert!(!shown.contains(&TOKEN[..16]), "{shown}");
    assert!(error.code().is_some() || error.message().is_some(), "the error has no code and no message");
    if let Some(code) = documented_code(&body)
        && code.len() <= 100
        && code.bytes().all(|byte| byte.is_ascii_graphic())
        && !code.contains(&TOKEN[..16])
        && !code.to_ascii_lowercase().contains("bearer")
    {
        assert_eq!(error.code(), Some(&*code));
    }
}

fn with_token(body: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, more)) = rest.split_first() {
        if let Some(more) = rest.strip_prefix(b"$$") {
            replaced.extend_from_slice(TOKEN.as_bytes());
            rest = more;
        } else {
            replaced.push(*first);
            rest = more;
        }
    }
    replaced
}

/// Returns the code at its documented position. Returns `None` if another member has the same name in another letter
/// case.
fn documented_code(body: &[u8]) -> Option<String> {
    let Ok(Value::Object(root)) = serde_json::from_slice(body) else { return None };
    let envelopes = root.keys().filter(|name| name.eq_ignore_ascii_case("error")).count();
    let error = root.get("error").filter(|_| envelopes == 1)?.as_object()?;
    let codes = error.keys().filter(|name| name.eq_ignore_ascii_case("code")).count();
    let code = error.get("code").filter(|_| codes == 1)?.as_str()?;
    (!code.trim().is_empty()).then(|| code.to_owned())
}
