use std::sync::{Arc, Mutex};

use graph_core::schema::Version;
use graph_sandbox::{Answer, Sandbox};
use reqwest::Method;

use crate::probe::{Probe, SAMPLE, reply};

#[tokio::test]
async fn requests_are_recorded_as_they_were_sent() {
    let probe = Probe::start().await;
    reply(probe.patch(&format!("{SAMPLE}?a=b%20c"), r#"{ "int" : 8 }"#).header("X-Own", "1")).await;
    probe.get("/v1.0/nowhere").await;
    let requests = probe.sandbox.requests();
    let [update, read] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((update.method(), update.path(), update.query()), (&Method::PATCH, SAMPLE, Some("a=b%20c")));
    assert_eq!(update.header("authorization"), Some("Bearer token"));
    assert_eq!(update.headers()["x-own"], "1");
    assert_eq!(update.body(), r#"{ "int" : 8 }"#);
    assert_eq!(update.body_json().expect("JSON")["int"], 8);
    assert_eq!(update.status().map(|status| status.as_u16()), Some(200));
    assert_eq!((read.method(), read.query(), read.body_json()), (&Method::GET, None, None));
    assert_eq!(read.to_string(), "GET /v1.0/nowhere 400");
}

#[tokio::test]
async fn a_record_shows_no_secrets() {
    let probe = Probe::start().await;
    let update = probe.bare(Method::PATCH, &format!("{SAMPLE}?q=secret")).bearer_auth("secret");
    reply(update.header("Content-Type", "application/json").body(r#"{"text":"secret"}"#)).await;
    let request = &probe.sandbox.requests()[0];
    assert!(!format!("{request:?} {request} {:?}", probe.sandbox).contains("secret"));
    assert!(format!("{request:?}").contains("authorization"), "names are shown");
}

#[tokio::test]
async fn only_the_newest_requests_are_kept() {
    let probe = Probe::over(Sandbox::builder().keep_requests(2)).await;
    for id in 1..=5 {
        probe.get(&format!("/v1.0/samples/{id}")).await;
    }
    let paths: Vec<_> = probe.sandbox.requests().iter().map(ToString::to_string).collect();
    assert_eq!(paths, ["GET /v1.0/samples/4 404", "GET /v1.0/samples/5 404"]);
}

#[tokio::test]
async fn an_observer_sees_each_request_with_its_end() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let builder = Sandbox::builder().on_request(move |request| sink.lock().expect("a lock").push(request.to_string()));
    let probe = Probe::over(builder.keep_requests(0)).await;
    probe.get(SAMPLE).await;
    probe.sandbox.script([Answer::cut_connection()]).expect("a script");
    probe.request(Method::GET, SAMPLE).send().await.expect_err("no answer");
    assert_eq!(*seen.lock().expect("a lock"), ["GET /v1.0/samples/1 200", "GET /v1.0/samples/1 cut"]);
    assert!(probe.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_sandbox_ends_when_it_is_told_to() {
    let probe = Probe::start().await;
    assert_eq!(probe.get(SAMPLE).await.status, 200, "the connection stays open");
    let url = probe.sandbox.url(Version::V1, "/samples/1");
    probe.sandbox.shutdown().await;
    let error = reqwest::get(&url).await.expect_err("nobody listens");
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_sandbox_ends_when_it_is_dropped() {
    let probe = Probe::start().await;
    let url = probe.sandbox.url(Version::V1, "/samples/1");
    drop(probe);
    // the listener goes with the task, which ends when the runtime gets to it
    while reqwest::get(&url).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
