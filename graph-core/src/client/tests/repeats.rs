//! What is sent again: a row of the table of [`crate::retry`] each.

use std::cell::Cell;
use std::io;

use super::scripted::{Act, Asked, retry_after, scripted, status};
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

/// How often the service is asked by a GET, a PATCH, and a PATCH with `If-Match`, if it acts so the first time.
async fn asked(act: fn() -> Act) -> [usize; 3] {
    let (read, reads) = scripted([act()]);
    let (set, sets) = scripted([act()]);
    let (guarded, guards) = scripted([act()]);
    let outcomes = (
        get(&read.build().unwrap()).await,
        patch(&set.build().unwrap()).await,
        guarded_patch(&guarded.build().unwrap()).await,
    );
    let counts = [reads.count(), sets.count(), guards.count()];
    // The second answer is a good one.
    assert_eq!(counts.map(|count| count == 2), [outcomes.0.is_ok(), outcomes.1.is_ok(), outcomes.2.is_ok()]);
    counts
}

#[tokio::test(start_paused = true)]
async fn throttled_requests_are_repeated() {
    assert_eq!(asked(|| status(429)).await, [2, 2, 2]);
    assert_eq!(asked(|| retry_after(429, "7")).await, [2, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn unavailable_is_repeated_over_a_new_connection() {
    assert_eq!(asked(|| status(503)).await, [2, 2, 2]);
    let (client, asked) = scripted([status(503), status(429), status(503)]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(marked(&asked), [false, true, false, true]);
}

/// Which requests must go over a new connection.
fn marked(asked: &Asked) -> Vec<bool> {
    asked.requests().iter().map(|request| request.extensions().get::<NewConnection>().is_some()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_was_not_processed_is_always_repeated() {
    let refuse = || Act::Fail(|| Error::new(ErrorKind::Transport, "refused").with_unprocessed());
    assert_eq!(asked(refuse).await, [2, 2, 2]);
    let (client, asked) = scripted([refuse(), Act::Break(io::ErrorKind::ConnectionReset), status(502), refuse()]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(marked(&asked), [false, false, true, false, false], "the connection broke only once");
    let (client, asked) = scripted([Act::Break(io::ErrorKind::TimedOut)]);
    patch(&client.build().unwrap()).await.unwrap();
    assert_eq!(marked(&asked), [false, true]);
}

#[tokio::test(start_paused = true)]
async fn gateway_faults_are_repeated_where_nothing_can_happen_twice() {
    assert_eq!(asked(|| status(408)).await, [2, 2, 1]);
    assert_eq!(asked(|| status(502)).await, [2, 2, 1]);
    assert_eq!(asked(|| status(504)).await, [2, 2, 1]);
    assert_eq!(asked(|| retry_after(504, "1")).await, [2, 2, 1], "the header does not make it harmless");
}

#[tokio::test(start_paused = true)]
async fn broken_connections_are_repeated_where_nothing_can_happen_twice() {
    assert_eq!(asked(|| Act::Break(io::ErrorKind::ConnectionReset)).await, [2, 2, 1]);
    assert_eq!(asked(|| Act::Break(io::ErrorKind::UnexpectedEof)).await, [2, 2, 1]);
    assert_eq!(asked(|| Act::Break(io::ErrorKind::TimedOut)).await, [2, 2, 1], "an attempt that took too long");
}

#[tokio::test(start_paused = true)]
async fn refused_connections_are_always_repeated() {
    assert_eq!(asked(|| Act::Break(io::ErrorKind::ConnectionRefused)).await, [2, 2, 2]);
    for (kind, counts) in [
        (Some(io::ErrorKind::TimedOut), [2, 2, 2]),
        (None, [2, 2, 2]),
        // TLS that failed
        (Some(io::ErrorKind::InvalidData), [1, 1, 1]),
    ] {
        KIND.set(kind);
        let fail = || Act::Fail(|| Error::new(ErrorKind::Connect, "no connection").with_io_error_kind(KIND.get()));
        assert_eq!(asked(fail).await, counts, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_answers_are_not_repeated() {
    for code in [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 423, 428, 500, 501, 505, 507, 509, 599] {
        let (client, asked) = scripted([retry_after(code, "1")]);
        let error = get(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((asked.count(), error.status().unwrap().as_u16()), (1, code));
        assert_eq!(error.retry_after().unwrap().as_secs(), 1, "what the service said is there to be read");
    }
    let redirect = || Act::Answer(super::respond(307).header("location", "/elsewhere"), "");
    assert_eq!(asked(redirect).await, [1, 1, 1]);
    assert_eq!(asked(|| Act::Answer(super::respond(200), "{}")).await, [1, 1, 1], "not the declared resource");
}

#[tokio::test(start_paused = true)]
async fn the_caller_decides_what_is_retryable() {
    let gateway = || [status(504)];
    let (client, asked) = scripted(gateway());
    let operation = || Printer::update().job_count(4);
    let etag = ETag::new("W/\"1\"").unwrap();
    let client = client.build().unwrap();
    let _ = client.update(Printer::at("p1"), operation()).if_match(etag).retryable(true).await.unwrap();
    assert_eq!(asked.count(), 2);
    let (client, asked) = scripted(gateway());
    client.build().unwrap().update(Printer::at("p1"), operation()).retryable(false).await.unwrap_err();
    assert_eq!(asked.count(), 1);
    // What cannot have happened is repeated in any case.
    let (client, asked) = scripted([status(429), status(503)]);
    let _ = client.build().unwrap().update(Printer::at("p1"), operation()).retryable(false).await.unwrap();
    assert_eq!(asked.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn repetitions_are_the_same_request() {
    let (client, asked) = scripted([status(429), Act::Break(io::ErrorKind::BrokenPipe), status(502)]);
    let id = uuid::Uuid::from_u128(7);
    let updated = client
        .build()
        .unwrap()
        .update(Printer::at("p1"), Printer::update().job_count(4))
        .client_request_id(id)
        .await
        .unwrap();
    let requests = asked.requests();
    assert_eq!(requests.len(), 4);
    for request in &requests {
        assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/printers/p1");
        assert_eq!(request.method(), http::Method::PATCH);
        assert_eq!(request.body().as_ptr(), requests[0].body().as_ptr(), "not copied");
        assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
        assert_eq!(request.headers()["client-request-id"], id.to_string());
    }
    assert_eq!(asked.headers("retry-attempt"), [None, Some("1".into()), Some("2".into()), Some("3".into())]);

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
