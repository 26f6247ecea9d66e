use std::time::Duration;

use graph_sandbox::ScriptedResponse;
use reqwest::Method;
use serde_json::json;

use crate::fixture::{Fixture, SAMPLE, send};

const UPDATE: &str = r#"{"int":8}"#;

#[tokio::test]
async fn scripted_responses_are_used_in_order_and_once() {
    let fixture = Fixture::start().await;
    let unavailable = ScriptedResponse::status(503).header("Retry-After", "1").body("<html>busy</html>");
    fixture.sandbox.script([unavailable, ScriptedResponse::status(200).json(&json!({ "int": 99 }))]).expect("a script");
    assert_eq!(fixture.sandbox.script_len(), 2);

    let first = fixture.update(UPDATE).await;
    assert_eq!((first.status.as_u16(), first.text.as_str()), (503, "<html>busy</html>"));
    assert_eq!(first.header("retry-after"), "1");
    assert!(!first.header("request-id").is_empty());

    let second = fixture.update(UPDATE).await;
    assert_eq!(second.json(), json!({ "int": 99 }));
    assert_eq!(second.header("content-type"), "application/json");
    assert_eq!(fixture.stored()["int"], 7, "scripted responses change nothing");

    assert_eq!(fixture.update(UPDATE).await.json()["int"], 8);
    assert_eq!(fixture.sandbox.script_len(), 0);
}

#[tokio::test]
async fn a_scripted_error_has_the_format_of_graph() {
    let fixture = Fixture::start().await;
    fixture.sandbox.script([ScriptedResponse::error(429, "TooManyRequests", "Slow down.")]).expect("a script");
    assert_eq!(fixture.get(SAMPLE).await.assert_error(429, "TooManyRequests"), "Slow down.");
}

#[tokio::test]
async fn scripted_responses_wait_for_a_request_that_they_apply_to() {
    let fixture = Fixture::start().await;
    let script = [
        ScriptedResponse::status(500).for_method("PATCH"),
        ScriptedResponse::status(502).for_path("/v1.0/elsewhere"),
        ScriptedResponse::status(504),
    ];
    fixture.sandbox.script(script).expect("a script");
    assert_eq!(fixture.get(SAMPLE).await.status, 504);
    assert_eq!(fixture.get(SAMPLE).await.status, 200);
    assert_eq!(fixture.update(UPDATE).await.status, 500);
    assert_eq!(fixture.get("/v1.0/elsewhere").await.status, 502);
}

#[tokio::test]
async fn a_connection_can_be_closed_before_the_request_is_performed() {
    let fixture = Fixture::start().await;
    fixture.sandbox.script([ScriptedResponse::close_connection()]).expect("a script");
    let error = fixture.patch(SAMPLE, UPDATE).send().await.expect_err("no response");
    assert!(error.is_request() && !error.is_connect(), "{error:?}");
    assert_eq!(fixture.stored()["int"], 7);
    assert_eq!(fixture.sandbox.requests()[0].status(), None);
    assert_eq!(fixture.get(SAMPLE).await.status, 200, "the next connection works");
}

#[tokio::test]
async fn a_response_can_be_discarded_after_the_request_is_performed() {
    let fixture = Fixture::start().await;
    fixture.sandbox.script([ScriptedResponse::pass_through().discard()]).expect("a script");
    fixture.patch(SAMPLE, UPDATE).send().await.expect_err("no response");
    assert_eq!(fixture.stored()["int"], 8);
    assert_eq!(fixture.sandbox.requests()[0].status(), None);
}

#[tokio::test]
async fn a_connection_can_be_closed_before_the_body_is_read() {
    let fixture = Fixture::start().await;
    fixture.sandbox.script([ScriptedResponse::close_before_body().for_method("PATCH")]).expect("a script");
    assert_eq!(fixture.get(SAMPLE).await.status, 200);
    fixture.patch(SAMPLE, UPDATE).send().await.expect_err("no response");
    let request = &fixture.sandbox.requests()[1];
    assert_eq!((request.body().len(), request.status()), (0, None));
    assert_eq!(fixture.stored()["int"], 7);
    assert_eq!(fixture.update(UPDATE).await.status, 200, "the next connection works");
}

#[tokio::test]
async fn an_error_can_hide_that_the_request_was_performed() {
    let fixture = Fixture::start().await;
    let timeout = ScriptedResponse::performed_error(504, "GatewayTimeout", "Too late.").header("Retry-After", "1");
    let proxy = ScriptedResponse::performed_error(500, "x", "y").body("<html>");
    fixture.sandbox.script([timeout, proxy]).expect("a script");
    let response = fixture.update(UPDATE).await;
    assert_eq!(response.assert_error(504, "GatewayTimeout"), "Too late.");
    assert_eq!(response.header("retry-after"), "1");
    assert_eq!(fixture.stored()["int"], 8);
    assert_eq!(fixture.update(r#"{"int":9}"#).await.text, "<html>");
    assert_eq!(fixture.stored()["int"], 9);
}

#[tokio::test]
async fn a_script_can_wait_for_the_nth_request() {
    let fixture = Fixture::start().await;
    let script = [
        ScriptedResponse::status(500).for_method("PATCH").for_paths_below("/v1.0/samples").skip(1).times(2),
        ScriptedResponse::status(502).for_paths_below("/v1.0/sample"),
        ScriptedResponse::status(503).for_paths_below("/v1.0/samples/1/").skip(2),
    ];
    fixture.sandbox.script(script).expect("a script");
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(fixture.update(UPDATE).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 500, 500, 200, 503], "a request counts for each response that it passes");
    assert_eq!(fixture.sandbox.script_len(), 1);
    let error = fixture.sandbox.script([ScriptedResponse::status(500).times(0)]).expect_err("no request");
    assert!(error.to_string().contains("expected a number of requests from 1, found 0"));
}

#[tokio::test]
async fn a_body_can_be_truncated() {
    let fixture = Fixture::start().await;
    let truncated = [
        ScriptedResponse::pass_through().truncate_body(20),
        ScriptedResponse::status(500).body("0123456789").truncate_body(4),
        ScriptedResponse::pass_through().truncate_body(0),
    ];
    fixture.sandbox.script(truncated).expect("a script");
    for expected in [r#"{"@odata.context":"h"#, "0123", ""] {
        let mut response = fixture.patch(SAMPLE, UPDATE).send().await.expect("status and headers");
        assert!(response.content_length().is_some_and(|length| length >= 10), "the headers declare the whole length");
        let mut text = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => text.extend_from_slice(&chunk),
                Ok(None) => panic!("the body ended without an error"),
                Err(error) => break error,
            }
        };
        assert_eq!(String::from_utf8(text).expect("text"), expected);
        assert!(error.is_body() || error.is_decode(), "{error:?}");
    }
    assert_eq!(fixture.stored()["int"], 8);

    fixture.sandbox.script([ScriptedResponse::status(200).body("0123").truncate_body(4)]).expect("a script");
    assert_eq!(fixture.get(SAMPLE).await.text, "0123", "the body is not longer than the limit");
}

#[tokio::test]
async fn a_response_can_be_delayed() {
    let fixture = Fixture::start().await;
    fixture.sandbox.script([ScriptedResponse::pass_through().delay(Duration::from_secs(3600))]).expect("a script");
    let with_timeout = fixture.patch(SAMPLE, UPDATE).timeout(Duration::from_millis(200));
    assert!(with_timeout.send().await.expect_err("no response").is_timeout());
    assert_eq!(fixture.sandbox.requests().len(), 1, "the request is recorded on arrival");
    assert_eq!(fixture.stored()["int"], 7);
    assert_eq!(fixture.get(SAMPLE).await.status, 200);

    fixture
        .sandbox
        .script([ScriptedResponse::pass_through().delay(Duration::from_millis(1)).header("x-late", "1")])
        .expect("a script");
    assert_eq!(fixture.update(UPDATE).await.header("x-late"), "1");
    assert_eq!(fixture.stored()["int"], 8);
}

#[tokio::test]
async fn a_response_that_cannot_be_sent_is_an_error() {
    let fixture = Fixture::start().await;
    for (response, why) in [
        (ScriptedResponse::status(42), "expected a status from 200 to 999, found 42"),
        (ScriptedResponse::status(101), "expected a status from 200 to 999, found 101"),
        (ScriptedResponse::error(1000, "x", "y"), "found 1000"),
        (ScriptedResponse::status(200).header("a b", "c"), "found `a b: c`"),
        (ScriptedResponse::status(200).header("a", "b\r\nc: d"), r"found `a: b\r\nc: d`"),
        (
            ScriptedResponse::pass_through().body("x"),
            "a body requires a response that `ScriptedResponse::status` created",
        ),
        (ScriptedResponse::pass_through().for_method("GE T"), "expected an HTTP method, found `GE T`"),
    ] {
        let error = fixture.sandbox.script([ScriptedResponse::status(500), response]).expect_err(why).to_string();
        assert!(error.starts_with("failed to script a response: ") && error.contains(why), "{error}");
    }
    assert_eq!(fixture.sandbox.script_len(), 0, "all responses are queued, or none");
    assert_eq!(send(fixture.request(Method::GET, SAMPLE)).await.status, 200);
}
