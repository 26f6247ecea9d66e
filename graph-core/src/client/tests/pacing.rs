//! Where requests wait, on tokio's paused clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{PRINTER, Printer, answering, builder, respond, update};
use crate::client::GraphClient;
use crate::credential::{TokenFuture, TokenProvider, TokenRequest};
use crate::pacing::{Limit, Pacing};
use crate::{Cloud, Error, graph_resource};

fn two_a_minute() -> Pacing {
    Pacing::off().limit(Limit::new("printers", 2, Duration::from_secs(60)).writes().below("/printers"))
}

/// A client whose requests get `status`.
fn client(pacing: &Pacing, status: u16) -> GraphClient {
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok::<_, Error>(respond(status).header("retry-after", "600").body(PRINTER.to_owned()).unwrap())
    });
    builder().service(service).pacing(pacing.clone()).deadline(Duration::from_secs(3_600)).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn clients_with_the_same_pacing_wait_for_each_other() {
    let pacing = two_a_minute();
    let (one, other) = (client(&pacing, 200), client(&pacing, 200));
    let start = Instant::now();
    for client in [&one, &other.clone()] {
        assert!(update(client).await.is_ok());
    }
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(one.get(Printer::at("p1")).await.is_ok(), "reading is not limited");
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(update(&one).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn a_429_shuts_the_gate_and_other_errors_do_not() {
    let pacing = two_a_minute();
    let start = Instant::now();
    assert!(update(&client(&pacing, 500)).await.is_err());
    assert!(update(&client(&pacing, 429)).await.unwrap_err().is_throttled());
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(update(&client(&pacing, 200)).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(600));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_counts_only_if_it_was_sent() {
    let pacing = two_a_minute();
    let client = client(&pacing, 200);
    let start = Instant::now();
    for _ in 0..2 {
        let call = tokio::time::timeout(Duration::from_millis(10), update(&client));
        assert!(call.await.is_err());
    }
    // these wait for their turn and leave again
    for _ in 0..20 {
        let call = tokio::time::timeout(Duration::from_secs(1), update(&client));
        assert!(call.await.is_err());
    }
    assert!(update(&client).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(60) && start.elapsed() < Duration::from_secs(61));
}

#[test]
fn microsofts_clouds_are_paced_and_others_are_not() {
    let pacing = |client: GraphClient| format!("{:?}", client.inner.pacing);
    let build = |cloud| GraphClient::builder(cloud).token("t").build().unwrap();
    for cloud in [Cloud::Global, Cloud::UsGovL4, Cloud::UsGovL5, Cloud::China] {
        assert_eq!(pacing(build(cloud)), format!("{:?}", Pacing::published()));
    }
    assert_eq!(pacing(build(Cloud::custom("https://graph.example.com").unwrap())), "[]");
    assert_eq!(pacing(answering(respond(200), PRINTER).0), "[]");
    let chosen = builder().pacing(Pacing::off()).build().unwrap();
    assert_eq!(pacing(chosen), "[]");
}

#[tokio::test(start_paused = true)]
async fn a_turn_beyond_the_deadline_is_not_waited_for() {
    let pacing = two_a_minute();
    let client = client(&pacing, 200);
    for _ in 0..2 {
        assert!(update(&client).await.is_ok());
    }
    let start = Instant::now();
    let hurried = client.update(Printer::at("p1"), Printer::update().job_count(4)).deadline(Duration::from_secs(10));
    let error = hurried.await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    let wait = error.retry_after().unwrap();
    assert!(wait > Duration::from_secs(50) && wait <= Duration::from_secs(61), "{wait:?}");
    assert!(error.failed_attempts().is_empty() && !error.to_string().contains("may or may not"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_client_ends_its_waits() {
    let pacing = two_a_minute();
    let client = client(&pacing, 200);
    for _ in 0..2 {
        assert!(update(&client).await.is_ok());
    }
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    client.shutdown().await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(waiting.await.unwrap().unwrap_err().kind(), crate::ErrorKind::Closed);
}

/// Each attempt needs a turn of its own.
#[tokio::test(start_paused = true)]
async fn repetitions_wait_for_their_turn() {
    let (client, asked) = super::scripted::scripted([super::scripted::status(504), super::scripted::status(504)]);
    let client = client.pacing(two_a_minute()).build().unwrap();
    assert!(update(&client).await.is_ok());
    let waits = asked.waits();
    assert!(waits[0] < 1_000 && waits[1] > 58_000, "the third of two a minute: {waits:?}");
}

#[graph_resource(crate = crate, path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    job_title: String,
}

/// Sixty-four tasks update two thousand users. Two of a hundred requests get `429`; no limit is published.
#[tokio::test(start_paused = true)]
async fn a_few_refusals_do_not_stop_the_updates_of_many_tasks() {
    let (arrived, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (arrival, refusal) = (Arc::clone(&arrived), Arc::clone(&refused));
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
        let (arrival, refusal) = (Arc::clone(&arrival), Arc::clone(&refusal));
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if arrival.fetch_add(1, Ordering::Relaxed) % 50 == 30 {
                refusal.fetch_add(1, Ordering::Relaxed);
                return Ok::<_, Error>(respond(429).header("retry-after", "1").body(String::new()).unwrap());
            }
            Ok(respond(204).body(String::new()).unwrap())
        }
    });
    let client = GraphClient::builder(Cloud::Global).token("t").service(service);
    let client = client.deadline(Duration::from_secs(10)).build().unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let (client, next) = (client.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            let mut updated = 0;
            while next.fetch_add(1, Ordering::Relaxed) < 2_000 {
                client.update(User::at("u1"), User::update().job_title("Clerk")).await.unwrap();
                updated += 1;
            }
            updated
        });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 2_000);
    assert_eq!(arrived.load(Ordering::Relaxed), 2_000 + refused.load(Ordering::Relaxed));
}

/// Without a known limit nothing is known of the turn, so the call waits for it; and the error claims no limit.
#[tokio::test(start_paused = true)]
async fn a_call_to_a_service_without_a_known_limit_waits_until_its_deadline() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(respond(429).body(String::new()).unwrap())
    });
    let client = builder().service(service).pacing(Pacing::published()).build().unwrap();
    for _ in 0..7 {
        assert!(update_user(&client).await.unwrap_err().status().is_some(), "each one was sent");
    }
    let start = Instant::now();
    let hurried = client.update(User::at("u1"), User::update().job_title("Clerk"));
    let error = hurried.deadline(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(2));
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    let text = error.to_string();
    assert!(!text.contains("limit") && text.contains("refused"), "{text}");
}

async fn update_user(client: &GraphClient) -> Result<(), Error> {
    client.update(User::at("u1"), User::update().job_title("Clerk")).await.map(drop)
}

/// The service itself says that there is no turn before the deadline.
#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_deadline_is_not_waited_for() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(respond(429).header("retry-after", "600").body(String::new()).unwrap())
    });
    let client = builder().service(service).pacing(Pacing::published()).build().unwrap();
    assert!(update_user(&client).await.unwrap_err().status().is_some());
    let start = Instant::now();
    let error = update_user(&client).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(600)));
    assert!(error.to_string().contains("the service asked for a pause"), "{error}");
}

/// Never gives a token.
struct Waiting;

impl TokenProvider for Waiting {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn no_turn_is_held_while_somebody_signs_in() {
    let pacing = two_a_minute();
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(respond(200).body(PRINTER.to_owned()).unwrap())
    });
    let signing_in = builder().credential(Waiting).service(service).pacing(pacing.clone()).build().unwrap();
    let calls: Vec<_> = (0..2)
        .map(|_| {
            let client = signing_in.clone();
            tokio::spawn(async move { update(&client).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    let other = client(&pacing, 200);
    assert!(update(&other).await.is_ok() && update(&other).await.is_ok());
    assert!(start.elapsed() < Duration::from_secs(1));
    for call in calls {
        call.abort();
    }
}
