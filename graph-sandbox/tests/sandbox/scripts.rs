use std::time::Duration;

use graph_sandbox::Answer;
use reqwest::Method;
use serde_json::json;

use crate::probe::{Probe, SAMPLE, reply};

const UPDATE: &str = r#"{"int":8}"#;

#[tokio::test]
async fn answers_are_given_in_order_and_once() {
    let probe = Probe::start().await;
    let unavailable = Answer::status(503).header("Retry-After", "1").body("<html>busy</html>");
    probe.sandbox.script([unavailable, Answer::status(200).json(&json!({ "int": 99 }))]).expect("a script");
    assert_eq!(probe.sandbox.script_len(), 2);

    let first = probe.update(UPDATE).await;
    assert_eq!((first.status.as_u16(), first.text.as_str()), (503, "<html>busy</html>"));
    assert_eq!(first.header("retry-after"), "1");
    assert!(!first.header("request-id").is_empty());

    let second = probe.update(UPDATE).await;
    assert_eq!(second.json(), json!({ "int": 99 }));
    assert_eq!(second.header("content-type"), "application/json");
    assert_eq!(probe.kept()["int"], 7, "scripted answers change nothing");

    assert_eq!(probe.update(UPDATE).await.json()["int"], 8);
    assert_eq!(probe.sandbox.script_len(), 0);
}

#[tokio::test]
async fn an_error_has_the_shape_of_graph() {
    let probe = Probe::start().await;
    probe.sandbox.script([Answer::error(429, "TooManyRequests", "Slow down.")]).expect("a script");
    assert_eq!(probe.get(SAMPLE).await.fault(429, "TooManyRequests"), "Slow down.");
}

#[tokio::test]
async fn answers_wait_for_the_request_that_they_are_for() {
    let probe = Probe::start().await;
    let script =
        [Answer::status(500).for_method("PATCH"), Answer::status(502).for_path("/v1.0/elsewhere"), Answer::status(504)];
    probe.sandbox.script(script).expect("a script");
    assert_eq!(probe.get(SAMPLE).await.status, 504);
    assert_eq!(probe.get(SAMPLE).await.status, 200);
    assert_eq!(probe.update(UPDATE).await.status, 500);
    assert_eq!(probe.get("/v1.0/elsewhere").await.status, 502);
}

#[tokio::test]
async fn a_connection_can_be_cut_before_anything_is_done() {
    let probe = Probe::start().await;
    probe.sandbox.script([Answer::cut_connection()]).expect("a script");
    let error = probe.patch(SAMPLE, UPDATE).send().await.expect_err("no answer");
    assert!(error.is_request() && !error.is_connect(), "{error:?}");
    assert_eq!(probe.kept()["int"], 7);
    assert_eq!(probe.sandbox.requests()[0].status(), None);
    assert_eq!(probe.get(SAMPLE).await.status, 200, "the next connection works");
}

#[tokio::test]
async fn an_answer_can_be_lost_after_everything_is_done() {
    let probe = Probe::start().await;
    probe.sandbox.script([Answer::pass().lose()]).expect("a script");
    probe.patch(SAMPLE, UPDATE).send().await.expect_err("no answer");
    assert_eq!(probe.kept()["int"], 8);
    assert_eq!(probe.sandbox.requests()[0].status(), None);
}

#[tokio::test]
async fn a_body_can_be_cut() {
    let probe = Probe::start().await;
    let cuts = [
        Answer::pass().cut_after(20),
        Answer::status(500).body("0123456789").cut_after(4),
        Answer::pass().cut_after(0),
    ];
    probe.sandbox.script(cuts).expect("a script");
    for expected in [r#"{"@odata.context":"h"#, "0123", ""] {
        let mut response = probe.patch(SAMPLE, UPDATE).send().await.expect("status and headers");
        assert!(response.content_length().is_some_and(|length| length >= 10), "the whole length is promised");
        let mut text = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => text.extend_from_slice(&chunk),
                Ok(None) => panic!("the body ended in order"),
                Err(error) => break error,
            }
        };
        assert_eq!(String::from_utf8(text).expect("text"), expected);
        assert!(error.is_body() || error.is_decode(), "{error:?}");
    }
    assert_eq!(probe.kept()["int"], 8);

    probe.sandbox.script([Answer::status(200).body("0123").cut_after(4)]).expect("a script");
    assert_eq!(probe.get(SAMPLE).await.text, "0123", "there is nothing to cut");
}

#[tokio::test]
async fn an_answer_can_let_wait() {
    let probe = Probe::start().await;
    probe.sandbox.script([Answer::pass().delay(Duration::from_secs(3600))]).expect("a script");
    let impatient = probe.patch(SAMPLE, UPDATE).timeout(Duration::from_millis(200));
    assert!(impatient.send().await.expect_err("no answer").is_timeout());
    assert_eq!(probe.sandbox.requests().len(), 1, "the request is recorded on arrival");
    assert_eq!(probe.kept()["int"], 7);
    assert_eq!(probe.get(SAMPLE).await.status, 200);

    probe.sandbox.script([Answer::pass().delay(Duration::from_millis(1)).header("x-late", "1")]).expect("a script");
    assert_eq!(probe.update(UPDATE).await.header("x-late"), "1");
    assert_eq!(probe.kept()["int"], 8);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_at_once() {
    let probe = Probe::start().await;
    for (answer, why) in [
        (Answer::status(42), "42 is not the status of a final answer"),
        (Answer::status(101), "101 is not the status of a final answer"),
        (Answer::error(1000, "x", "y"), "1000 is not"),
        (Answer::status(200).header("a b", "c"), "`a b: c` is not a header"),
        (Answer::status(200).header("a", "b\r\nc: d"), r"`a: b\r\nc: d` is not a header"),
        (Answer::pass().body("x"), "only an answer that was started with `Answer::status`"),
        (Answer::pass().for_method("GE T"), "`GE T` is not a method"),
    ] {
        let error = probe.sandbox.script([Answer::status(500), answer]).expect_err(why).to_string();
        assert!(error.starts_with("a scripted answer cannot be sent: ") && error.contains(why), "{error}");
    }
    assert_eq!(probe.sandbox.script_len(), 0, "a script is taken whole or not at all");
    assert_eq!(reply(probe.request(Method::GET, SAMPLE)).await.status, 200);
}
