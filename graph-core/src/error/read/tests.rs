use http::{HeaderMap, HeaderValue, StatusCode};
use proptest::prelude::*;

use super::{ServiceError, read_service_error};

fn read(body: &[u8]) -> ServiceError {
    read_service_error(StatusCode::BAD_REQUEST, &HeaderMap::new(), body, false)
}

const DOCUMENTED: &str = r##"{"error":{"code":"BadRequest","message":"Line \"one\"\nline two",
    "target":"pendingCount","details":[{"code":"Range","message":"too large","target":"pendingCount"},7,null],
    "innerError":{"code":"invalidRange","message":"deeper","date":"2026-11-20T10:00:00","request-id":"r-1",
        "client-request-id":"c-1","@odata.type":"#x","innererror":{"code":"deepest","InnerError":{"request-id":"r-2"}}}}}"##;

#[test]
fn the_documented_form_is_parsed() {
    let error = read(DOCUMENTED.as_bytes());
    assert_eq!(error.status(), StatusCode::BAD_REQUEST);
    assert_eq!(error.code(), Some("BadRequest"));
    assert_eq!(error.message(), Some("Line \"one\" line two"));
    assert_eq!(error.target(), Some("pendingCount"));
    let details: Vec<_> = error.details().iter().map(|d| (d.code(), d.message(), d.target())).collect();
    assert_eq!(details, [(Some("Range"), Some("too large"), Some("pendingCount"))]);
    let codes: Vec<_> = error.inner_errors().map(|inner| inner.code()).collect();
    assert_eq!(codes, [Some("invalidRange"), Some("deepest"), None]);
    let first = error.inner().unwrap();
    assert_eq!((first.message(), first.date()), (Some("deeper"), Some("2026-11-20T10:00:00")));
    assert_eq!((first.request_id(), first.client_request_id()), (Some("r-1"), Some("c-1")));
    assert_eq!(first.additional().get("@odata.type"), Some(&serde_json::json!("#x")));
    assert_eq!(error.request_id(), Some("r-2"), "the most specific one");
    assert_eq!(error.client_request_id(), Some("c-1"));
    assert_eq!(error.date(), Some("2026-11-20T10:00:00"));
    assert!(error.has_code("deepest") && error.has_code("BadRequest") && !error.has_code("Other"));
}

#[test]
fn headers_complete_the_body() {
    let mut headers = HeaderMap::new();
    headers.insert("request-id", HeaderValue::from_static("h-1"));
    headers.insert("client-request-id", HeaderValue::from_static("h-2"));
    headers.insert("date", HeaderValue::from_static("Fri, 20 Nov 2026 10:00:00 GMT"));
    let error = read_service_error(StatusCode::NOT_FOUND, &headers, br#"{"error":{"code":"X","message":null}}"#, false);
    assert_eq!((error.code(), error.message()), (Some("X"), None));
    assert_eq!((error.request_id(), error.client_request_id()), (Some("h-1"), Some("h-2")));
    assert_eq!(error.date(), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
}

#[test]
fn other_forms_are_parsed() {
    for (body, code, message) in [
        (
            r#"{"error":"invalid_grant","error_description":"AADSTS70008: expired"}"#,
            Some("invalid_grant"),
            Some("AADSTS70008: expired"),
        ),
        (r#"{"odata.error":{"code":"X","message":{"lang":"en","value":"text"}}}"#, Some("X"), Some("text")),
        (r#"{"Error":{"Code":"X","Message":"text"}}"#, Some("X"), Some("text")),
        (r#"{"code":"X","message":"text"}"#, Some("X"), Some("text")),
        (r#"{"statusCode":401,"message":"denied"}"#, None, Some("denied")),
        (r#"{"error":{"code":500,"message":"text"}}"#, Some("500"), Some("text")),
        (r#"{"error":[{"code":"X"}]}"#, Some("X"), None),
        (r#"[{"error":{"code":"X"}}]"#, Some("X"), None),
        (r#"{"error":{"code":"X","message":["a"],"details":{},"innerError":"no"}}"#, Some("X"), None),
        ("\u{feff}  {\"error\":{\"code\":\"X\"}}\r\n", Some("X"), None),
        ("{\"error\":{\"code\":\"X\",\"message\":\"raw\nbreak\"}}", Some("X"), Some("raw break")),
    ] {
        let error = read(body.as_bytes());
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
    }
}

#[test]
fn bodies_that_are_not_graph_errors_are_truncated() {
    for (body, shown) in [
        (&b""[..], "the response has no body"),
        (b" \r\n", "the response has no body"),
        (b"null", "the response is not a Graph error but text: null"),
        (b"{}", "the response is not a Graph error but text: {}"),
        (b"[1]", "the response is not a Graph error but text: [1]"),
        (br#"{"error":null}"#, r#"the response is not a Graph error but text: {"error":null}"#),
        (b" <b>x", "the response is not a Graph error but XML or HTML: <b>x"),
        (b"\xff\xfe\x1b[2J", "the response is not a Graph error but text: \u{fffd}\u{fffd}\\u{1b}[2J"),
    ] {
        assert_eq!(read(body).message(), Some(shown));
    }
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("text/html; charset=utf-8"));
    let page = format!("<html>\n<head>{}", "x".repeat(100_000));
    let error = read_service_error(StatusCode::BAD_GATEWAY, &headers, page.as_bytes(), true);
    let message = error.message().unwrap();
    assert!(message.starts_with("the response is not a Graph error but `text/html`: <html> <head>xxx"), "{message}");
    assert!(message.chars().count() < 260 && message.ends_with('…'), "{message}");
}

#[test]
fn truncated_errors_are_parsed() {
    for end in 0..DOCUMENTED.len() {
        let error = read_service_error(StatusCode::BAD_REQUEST, &HeaderMap::new(), &DOCUMENTED.as_bytes()[..end], true);
        assert!(error.code().is_some() || error.message().is_some());
        if end > 30 {
            assert_eq!(error.code(), Some("BadRequest"), "{}", &DOCUMENTED[..end]);
        }
    }
}

#[test]
fn deep_nesting_is_not_a_graph_error() {
    let deep = r#"{"innererror":"#.repeat(100_000);
    assert!(read(deep.as_bytes()).message().is_some());
    assert!(read("[".repeat(1_000_000).as_bytes()).message().is_some());
}

proptest! {
    #[test]
    fn any_bytes_become_an_error(body in proptest::collection::vec(any::<u8>(), 0..300), is_truncated: bool) {
        let error = read_service_error(StatusCode::INTERNAL_SERVER_ERROR, &HeaderMap::new(), &body, is_truncated);
        prop_assert!(error.code().is_some() || error.message().is_some());
    }

    #[test]
    fn any_json_like_text_becomes_an_error(body in r#"(\{|\}|\[|\]|,|:|"|\\|u|0|error|"error":|"code":|"innerError":|null| |é){0,40}"#) {
        let error = read(body.as_bytes());
        prop_assert!(error.code().is_some() || error.message().is_some());
    }

    #[test]
    fn any_changed_byte_becomes_an_error(at in 0..DOCUMENTED.len(), byte: u8) {
        let mut body = DOCUMENTED.as_bytes().to_vec();
        body[at] = byte;
        let error = read(&body);
        prop_assert!(error.code().is_some() || error.message().is_some());
    }
}
