//! What is retried: each test is a row of the table in [`crate::retry`].

use std::cell::Cell;
use std::io;

use futures_util::FutureExt as _;
use hyper_util::rt::TokioIo;

use super::scripted::{Received, Step, retry_after, scripted, status};
use super::{Printer, TOKEN, update};
use crate::client::GraphClient;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::transport::NewConnection;

thread_local! {
    static KIND: Cell<Option<io::ErrorKind>> = const { Cell::new(None) };
}

async fn get(client: &GraphClient) -> Result<(), Error> {
    client.get(Printer::at("p1")).await.map(drop)
}

async fn patch(client: &GraphClient) -> Result<(), Error> {
    update(client).await.map(drop)
}

async fn guarded_patch(client: &GraphClient) -> Result<(), Error> {
    let update = client.update(Printer::at("p1"), Printer::update().job_count(4));
    update.if_match(ETag::new("W/\"1\"").unwrap()).await.map(drop)
}

/// Returns the number of attempts of a `GET`, a `PATCH`, and a `PATCH` with `If-Match`, if the first one meets this step.
async fn attempts(step: fn() -> Step) -> [usize; 3] {
    let (read, reads) = scripted([step()]);
    let (set, sets) = scripted([step()]);
    let (guarded, guards) = scripted([step()]);
    let outcomes = (
        get(&read.build().unwrap()).await,
        patch(&set.build().unwrap()).await,
        guarded_patch(&guarded.build().unwrap()).await,
    );
    let counts = [reads.count(), sets.count(), guards.count()];
    // The second response is successful.
    assert_eq!(counts.map(|count| count == 2), [outcomes.0.is_ok(), outcomes.1.is_ok(), outcomes.2.is_ok()]);
    counts
}

#[tokio::test(start_paused = true)]
async fn throttled_requests_are_retried() {
    assert_eq!(attempts(|| status(429)).await, [2, 2, 2]);
    assert_eq!(attempts(|| retry_after(429, "7")).await, [2, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn status_503_is_retried_over_a_new_connection() {
    assert_eq!(attempts(|| status(503)).await, [2, 2, 2]);
    let (client, received) = scripted([status(503), status(429), status(503)]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(new_connections(&received), [false, true, false, true]);
}

/// Returns which requests need a new connection.
fn new_connections(received: &Received) -> Vec<bool> {
    received.requests().iter().map(|request| request.extensions().get::<NewConnection>().is_some()).collect()
}

#[tokio::test(start_paused = true)]
async fn unprocessed_requests_are_always_retried() {
    let unprocessed = || Step::Fail(|| Error::new(ErrorKind::Transport, "not processed").with_source(canceled()));
    assert_eq!(attempts(unprocessed).await, [2, 2, 2]);
    let (client, received) =
        scripted([unprocessed(), Step::Break(io::ErrorKind::ConnectionReset), status(502), unprocessed()]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(new_connections(&received), [false, false, true, false, false], "the connection broke once");
    let (client, received) = scripted([Step::Break(io::ErrorKind::TimedOut)]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(new_connections(&received), [false, true]);
}

/// The error of a request that was not written, because its connection was closed before.
fn canceled() -> hyper::Error {
    let (client, _) = tokio::io::duplex(64);
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(client));
    let (mut sender, connection) = handshake.now_or_never().unwrap().unwrap();
    drop(connection);
    sender.send_request(http::Request::new(String::new())).now_or_never().unwrap().unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn gateway_errors_are_retried_if_the_request_is_retryable() {
    assert_eq!(attempts(|| status(408)).await, [2, 2, 1]);
    assert_eq!(attempts(|| status(502)).await, [2, 2, 1]);
    assert_eq!(attempts(|| status(504)).await, [2, 2, 1]);
    assert_eq!(attempts(|| retry_after(504, "1")).await, [2, 2, 1], "also with `Retry-After`");
}

#[tokio::test(start_paused = true)]
async fn broken_connections_are_retried_if_the_request_is_retryable() {
    assert_eq!(attempts(|| Step::Break(io::ErrorKind::ConnectionReset)).await, [2, 2, 1]);
    assert_eq!(attempts(|| Step::Break(io::ErrorKind::UnexpectedEof)).await, [2, 2, 1]);
    assert_eq!(attempts(|| Step::Break(io::ErrorKind::TimedOut)).await, [2, 2, 1], "a timeout of the attempt");
}

#[tokio::test(start_paused = true)]
async fn failures_to_connect_are_always_retried() {
    assert_eq!(attempts(|| Step::Break(io::ErrorKind::ConnectionRefused)).await, [2, 2, 2]);
    for (kind, counts) in [
        (Some(io::ErrorKind::TimedOut), [2, 2, 2]),
        (None, [2, 2, 2]),
        // a TLS error
        (Some(io::ErrorKind::InvalidData), [1, 1, 1]),
    ] {
        KIND.set(kind);
        let fail = || Step::Fail(|| Error::new(ErrorKind::Connect, "no connection").with_io_error_kind(KIND.get()));
        assert_eq!(attempts(fail).await, counts, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_responses_are_not_retried() {
    for code in [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 423, 428, 500, 501, 505, 507, 509, 599] {
        let (client, received) = scripted([retry_after(code, "1")]);
        let error = get(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((received.count(), error.status().unwrap().as_u16()), (1, code));
        assert_eq!(error.retry_after().unwrap().as_secs(), 1, "the error contains the `Retry-After`");
    }
    let redirect = || Step::Respond(super::response(307).header("location", "/elsewhere"), "");
    assert_eq!(attempts(redirect).await, [1, 1, 1]);
    assert_eq!(attempts(|| Step::Respond(super::response(200), "{}")).await, [1, 1, 1], "not the declared resource");
}

#[tokio::test(start_paused = true)]
async fn the_caller_can_override_what_is_retryable() {
    let gateway = || [status(504)];
    let (client, received) = scripted(gateway());
    let update = || Printer::update().job_count(4);
    let etag = ETag::new("W/\"1\"").unwrap();
    let client = client.build().unwrap();
    let _ = client.update(Printer::at("p1"), update()).if_match(etag).retryable(true).await.unwrap();
    assert_eq!(received.count(), 2);
    let (client, received) = scripted(gateway());
    client.build().unwrap().update(Printer::at("p1"), update()).retryable(false).await.unwrap_err();
    assert_eq!(received.count(), 1);
    // Unprocessed requests are retried in any case.
    let (client, received) = scripted([status(429), status(503)]);
    let _ = client.build().unwrap().update(Printer::at("p1"), update()).retryable(false).await.unwrap();
    assert_eq!(received.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn retries_send_the_same_request() {
    let (client, received) = scripted([status(429), Step::Break(io::ErrorKind::BrokenPipe), status(502)]);
    let id = uuid::Uuid::from_u128(7);
    let updated = client
        .build()
        .unwrap()
        .update(Printer::at("p1"), Printer::update().job_count(4))
        .client_request_id(id)
        .await
        .unwrap();
    let requests = received.requests();
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/printers/p1");
        assert_eq!(request.method(), http::Method::PATCH);
        assert_eq!(request.body().as_ptr(), requests[0].body().as_ptr(), "not copied");
        assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
        assert_eq!(request.headers()["client-request-id"], id.to_string());
    }
    assert_eq!(received.headers("retry-attempt"), [None, Some("1".into()), Some("2".into()), Some("3".into())]);

    let info = updated.info().unwrap();
    let failed: Vec<_> = info.failed_attempts().iter().map(ToString::to_string).collect();
    assert_eq!(
        failed,
        [
            "429 Too Many Requests, request-id service-id",
            "transport (broken pipe)",
            "502 Bad Gateway, request-id service-id"
        ]
    );
    assert_eq!(info.failed_attempts()[1].io_error_kind(), Some(io::ErrorKind::BrokenPipe));
    assert_eq!(info.failed_attempts()[1].kind(), ErrorKind::Transport);
}
