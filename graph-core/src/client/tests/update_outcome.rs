//! What an error states about the outcome of an update: never more than is known.

use std::io::ErrorKind::ConnectionReset;

use super::scripted::{Step, printer, retry_after, scripted, status};
use super::{PRINTER, Printer, responding, response, update_error};
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::retry::RetryPolicy;
use crate::{GraphClient, graph_resource};

const UNKNOWN: &str = "the update may or may not have been made";
const REPORTED: &str = "the service reported that the update was made";
const ACCEPTED: &str = "the service accepted the update, but did not report that it was made";

fn outcomes(error: &Error) -> Vec<&'static str> {
    let text = error.to_string();
    [UNKNOWN, REPORTED, ACCEPTED].into_iter().filter(|outcome| text.contains(outcome)).collect()
}

#[tokio::test]
async fn only_a_json_object_reports_success() {
    let page = "<!DOCTYPE html><html><title>Sign in</title></html>";
    for (status, content_type, body, outcome) in [
        (200, "application/json", r#"{"id":"p1","jobCount":"many"}"#, REPORTED),
        (201, "application/json", r#"{"id":"p1"}"#, REPORTED),
        (202, "application/json", r#"{"id":"p1"}"#, ACCEPTED),
        (203, "application/json", r#"{"id":"p1"}"#, UNKNOWN),
        (206, "application/json", r#"{"id":"p1"}"#, UNKNOWN),
        (200, "text/html", page, UNKNOWN),
        (200, "application/json", page, UNKNOWN),
        (202, "text/html", page, UNKNOWN),
        (200, "application/json", r#"{"id":"p1""#, UNKNOWN),
        (200, "application/json", "[]", UNKNOWN),
        (200, "application/json", "null", UNKNOWN),
        (200, "application/json", r#"{"error":{"code":"TooManyRequests","message":"Busy."}}"#, UNKNOWN),
    ] {
        let (client, _) = responding(response(status).header("content-type", content_type), body);
        let error = update_error(&client).await;
        assert!(error.is_decode(), "{error}");
        assert_eq!(outcomes(&error), [outcome], "{status} {body}: {error}");
        let error = client.get(Printer::at("p1")).await.unwrap_err();
        assert!(outcomes(&error).is_empty(), "a read: {error}");
    }
    let (client, _) = responding(response(200).header("content-length", "1000000000000"), "x");
    let error = update_error(&client).await;
    assert_eq!((error.kind(), outcomes(&error)), (ErrorKind::TooLarge, vec![UNKNOWN]), "{error}");
}

#[graph_resource(crate = crate, path = "/notes/{noteId}", odata_type = "#microsoft.graph.note")]
#[derive(Debug, Clone, PartialEq)]
struct Note {
    #[graph(key)]
    id: Option<String>,
    text: Option<String>,
}

#[graph_resource(crate = crate, path = "/jobs/{jobId}", odata_type = "#microsoft.graph.job")]
#[derive(Debug, Clone, PartialEq)]
struct Job {
    error: Option<crate::Untyped>,
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_not_an_entity() {
    for body in [
        r#"{"error":{"code":"UnknownError","message":"No.","target":"text"}}"#,
        "\u{feff} {\n\"Error\" : {\"code\":\"UnknownError\",\"message\":\"No.\"}}",
        r#"{"@odata.context":"x","error":{"code":"UnknownError","message":"No."}}"#,
        r#"{"odata.error":{"code":"UnknownError","message":{"lang":"en","value":"No."}}}"#,
        r#"{"error":"UnknownError","error_description":"No."}"#,
    ] {
        let (client, _) = responding(response(200), body);
        let error = client.get(Note::at("n1")).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.code(), Some("UnknownError"), "{body}");
        let text = error.to_string();
        assert!(text.contains("the service responded with 200 OK, but the body is an error, `UnknownError`"), "{text}");
        assert!(text.contains(": No"), "{text}");
        assert!(!error.is_server_error() && !error.is_bad_request());
    }
    // It is an entity if the resource has such a property.
    let (client, _) = responding(response(200), r#"{"error":{"code":"x"}}"#);
    assert!(client.get(Job::at("j1")).await.unwrap().error.is_some());
    for body in [r#"{"error":null}"#, r#"{"error":{"code":"x"},"id":"n1"}"#, r#"{"text":"\"error\":{}"}"#, "{}"] {
        let (client, _) = responding(response(200), body);
        assert!(client.get(Note::at("n1")).await.is_ok(), "{body}");
    }
}

/// Returns the error of an update with an ETag whose attempts meet these steps.
async fn guarded(etag: ETag, steps: impl IntoIterator<Item = Step>) -> String {
    let (client, _) = scripted(steps);
    let client = client.build().unwrap();
    let update = client.update(Printer::at("p1"), Printer::update().job_count(4));
    let error = update.if_match(etag).retryable(true).await.unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn an_earlier_attempt_may_cause_a_failed_precondition() {
    let etag = || ETag::new("\"1\"").unwrap();
    for earlier in [status(503), status(504), Step::Break(ConnectionReset)] {
        let text = guarded(etag(), [earlier, status(412)]).await;
        assert!(text.contains("possibly by an earlier attempt of this call"), "{text}");
    }
    for earlier in [vec![], vec![retry_after(429, "1")]] {
        let text = guarded(etag(), earlier.into_iter().chain([status(412)])).await;
        assert!(!text.contains("this call"), "{text}");
        assert!(text.contains("the entity changed after its ETag was read"), "{text}");
        assert!(text.contains("read it again"), "{text}");
    }
    let text = guarded(ETag::any(), [status(412)]).await;
    assert!(text.contains("`If-Match: *`") && !text.contains("changed"), "{text}");
}

#[tokio::test]
async fn a_failed_precondition_of_a_read_does_not_mention_an_update() {
    let (client, _) = responding(response(412), "");
    let error = client.get(Printer::at("p1")).if_match(ETag::new("\"1\"").unwrap()).await.unwrap_err();
    let text = error.to_string();
    assert!(!text.contains("update"), "{text}");
    assert!(text.contains("the entity changed after its ETag was read"), "{text}");
    // The request has no ETag.
    let text = client.get(Printer::at("p1")).await.unwrap_err().to_string();
    assert!(!text.contains("changed") && text.contains("no `If-Match`"), "{text}");
    let text = update_error(&client).await.to_string();
    assert!(!text.contains("changed") && text.contains("no `If-Match`"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_outcome_of_an_earlier_attempt_is_stated_with_the_advice() {
    for (last, advice) in [(403, "permission"), (401, "access token"), (404, ""), (400, "")] {
        let (client, _) = scripted([status(504), status(last), status(last)]);
        let error = update_error(&client.build().unwrap()).await;
        assert_eq!(outcomes(&error), [UNKNOWN], "{error}");
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[tokio::test]
async fn failures_and_rejections_are_distinguished() {
    for code in [408, 500, 502, 503, 504, 507, 599] {
        let (client, _) = responding(response(code), "");
        let error = update_error(&client).await;
        let text = error.to_string();
        assert!(text.contains(&format!("the service failed with {code}")) && !text.contains("rejected"), "{text}");
        assert_eq!(outcomes(&error), [UNKNOWN], "{text}");
        let error = client.get(Printer::at("p1")).await.unwrap_err();
        assert!(outcomes(&error).is_empty(), "{error}");
    }
    for code in [400, 401, 403, 404, 409, 412, 429] {
        let (client, _) = responding(response(code), "");
        let error = update_error(&client).await;
        assert!(error.to_string().contains(&format!("the service rejected the request with {code}")), "{error}");
        assert!(outcomes(&error).is_empty(), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_names_its_origin_only() {
    for (location, expected) in [
        ("/v1.0/other", "redirected to another path of `graph.microsoft.com` (302 Found)"),
        ("https://graph.microsoft.com/beta/x", "redirected to another path of `graph.microsoft.com` (302 Found)"),
        ("http://graph.microsoft.com/x", "redirected to `http://graph.microsoft.com` (302 Found)"),
        ("https://graph.microsoft.com:8443/x", "redirected to `https://graph.microsoft.com:8443` (302 Found)"),
        (
            "https://user@graph.microsoft.com/x",
            "redirected to `https://graph.microsoft.com` with a user name (302 Found)",
        ),
        ("https://evil.example/x", "redirected to `evil.example` (302 Found)"),
        ("data:,x", "redirected to a URL without a host (302 Found)"),
    ] {
        let (client, _) = responding(response(302).header("location", location), "");
        let text = update_error(&client).await.to_string();
        assert!(text.contains(expected), "{location}: {text}");
        let is_same_origin = location.starts_with('/') || location.contains("/beta/");
        assert_eq!(text.contains("the access token is for"), !is_same_origin, "{location}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_successful_update_states_no_outcome() {
    let (client, _) = scripted([status(504), printer()]);
    let client = client.retry(RetryPolicy::default()).build().unwrap();
    let updated = super::update(&client).await.unwrap();
    assert_eq!(updated.entity().map(|printer| printer.job_count), Some(4), "{PRINTER}");
    let none = GraphClient::builder(crate::Cloud::Global).build().unwrap_err();
    assert!(outcomes(&none).is_empty());
}
