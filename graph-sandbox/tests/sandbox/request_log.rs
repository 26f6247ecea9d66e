use std::sync::{Arc, Mutex};

use graph_core::schema::Version;
use graph_sandbox::{Sandbox, ScriptedResponse};
use reqwest::Method;

use crate::fixture::{Fixture, SAMPLE, send};

#[tokio::test]
async fn requests_are_recorded_as_they_were_sent() {
    let fixture = Fixture::start().await;
    send(fixture.patch(&format!("{SAMPLE}?a=b%20c"), r#"{ "int" : 8 }"#).header("X-Own", "1")).await;
    fixture.get("/v1.0/nowhere").await;
    let requests = fixture.sandbox.requests();
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
async fn a_recorded_request_shows_no_secrets() {
    let fixture = Fixture::start().await;
    let update = fixture.bare(Method::PATCH, &format!("{SAMPLE}?q=secret")).bearer_auth("secret");
    send(update.header("Content-Type", "application/json").body(r#"{"text":"secret"}"#)).await;
    let request = &fixture.sandbox.requests()[0];
    assert!(!format!("{request:?} {request} {:?}", fixture.sandbox).contains("secret"));
    assert!(format!("{request:?}").contains("authorization"), "header names are shown");
}

#[tokio::test]
async fn only_the_newest_requests_are_recorded() {
    let fixture = Fixture::with(Sandbox::builder().record_limit(2)).await;
    for id in 1..=5 {
        fixture.get(&format!("/v1.0/samples/{id}")).await;
    }
    let paths: Vec<_> = fixture.sandbox.requests().iter().map(ToString::to_string).collect();
    assert_eq!(paths, ["GET /v1.0/samples/4 404", "GET /v1.0/samples/5 404"]);
}

#[tokio::test]
async fn an_observer_receives_each_request_with_its_status() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let builder = Sandbox::builder().on_request(move |request| sink.lock().expect("a lock").push(request.to_string()));
    let fixture = Fixture::with(builder.record_limit(0)).await;
    fixture.get(SAMPLE).await;
    fixture.sandbox.script([ScriptedResponse::close_connection()]).expect("a script");
    fixture.request(Method::GET, SAMPLE).send().await.expect_err("no response");
    assert_eq!(*seen.lock().expect("a lock"), ["GET /v1.0/samples/1 200", "GET /v1.0/samples/1 no response"]);
    assert!(fixture.sandbox.requests().is_empty());
}

#[tokio::test]
async fn shutdown_stops_a_sandbox() {
    let fixture = Fixture::start().await;
    assert_eq!(fixture.get(SAMPLE).await.status, 200, "the connection stays open");
    let url = fixture.sandbox.url(Version::V1, "/samples/1");
    fixture.sandbox.shutdown().await;
    let error = reqwest::get(&url).await.expect_err("the port is closed");
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn drop_stops_a_sandbox() {
    let fixture = Fixture::start().await;
    let url = fixture.sandbox.url(Version::V1, "/samples/1");
    drop(fixture);
    // The listener is dropped with its task, which the runtime ends later.
    while reqwest::get(&url).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
