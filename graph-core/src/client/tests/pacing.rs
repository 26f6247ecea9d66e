//! Calls that wait for permits, on tokio's paused clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{PRINTER, Printer, builder, responding, response, update};
use crate::client::GraphClient;
use crate::credential::{TokenFuture, TokenProvider, TokenRequest};
use crate::pacing::{Limit, Pacing};
use crate::{Cloud, Error, graph_resource};

fn two_per_minute() -> Pacing {
    Pacing::off().limit(Limit::new("printers", 2, Duration::from_secs(60)).writes().below("/printers"))
}

/// Returns a client whose requests get `status`.
fn client(pacing: &Pacing, status: u16) -> GraphClient {
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| async move {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok::<_, Error>(response(status).header("retry-after", "600").body(PRINTER.to_owned()).unwrap())
    });
    builder().service(service).pacing(pacing.clone()).deadline(Duration::from_secs(3_600)).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn clients_with_the_same_pacing_share_its_limits() {
    let pacing = two_per_minute();
    let (one, other) = (client(&pacing, 200), client(&pacing, 200));
    let start = Instant::now();
    for client in [&one, &other.clone()] {
        assert!(update(client).await.is_ok());
    }
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(one.get(Printer::at("p1")).await.is_ok(), "reads are not limited");
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(update(&one).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn only_a_429_blocks_other_calls() {
    let pacing = two_per_minute();
    let start = Instant::now();
    assert!(update(&client(&pacing, 500)).await.is_err());
    assert!(update(&client(&pacing, 429)).await.unwrap_err().is_throttled());
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(update(&client(&pacing, 200)).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(600));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_counts_only_if_it_was_sent() {
    let pacing = two_per_minute();
    let client = client(&pacing, 200);
    let start = Instant::now();
    for _ in 0..2 {
        let call = tokio::time::timeout(Duration::from_millis(10), update(&client));
        assert!(call.await.is_err());
    }
    // these wait for a permit and are dropped
    for _ in 0..20 {
        let call = tokio::time::timeout(Duration::from_secs(1), update(&client));
        assert!(call.await.is_err());
    }
    assert!(update(&client).await.is_ok());
    assert!(start.elapsed() > Duration::from_secs(60) && start.elapsed() < Duration::from_secs(61));
}

#[test]
fn only_clouds_of_microsoft_are_paced_by_default() {
    let pacing = |client: GraphClient| format!("{:?}", client.inner.pacing);
    let build = |cloud| GraphClient::builder(cloud).token("t").build().unwrap();
    for cloud in [Cloud::Global, Cloud::UsGovL4, Cloud::UsGovL5, Cloud::China] {
        assert_eq!(pacing(build(cloud)), format!("{:?}", Pacing::published()));
    }
    assert_eq!(pacing(build(Cloud::custom("https://graph.example.com").unwrap())), "[]");
    assert_eq!(pacing(responding(response(200), PRINTER).0), "[]");
    let chosen = builder().pacing(Pacing::off()).build().unwrap();
    assert_eq!(pacing(chosen), "[]");
}

#[tokio::test(start_paused = true)]
async fn a_call_fails_at_once_without_a_permit_before_the_deadline() {
    let pacing = two_per_minute();
    let client = client(&pacing, 200);
    for _ in 0..2 {
        assert!(update(&client).await.is_ok());
    }
    let start = Instant::now();
    let call = client.update(Printer::at("p1"), Printer::update().job_count(4)).deadline(Duration::from_secs(10));
    let error = call.await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    let wait = error.retry_after().unwrap();
    assert!(wait > Duration::from_secs(50) && wait <= Duration::from_secs(61), "{wait:?}");
    assert!(error.failed_attempts().is_empty() && !error.to_string().contains("may or may not"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_ends_the_wait_for_a_permit() {
    let pacing = two_per_minute();
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

/// Each attempt needs a permit.
#[tokio::test(start_paused = true)]
async fn retries_wait_for_a_permit() {
    let (client, received) = super::scripted::scripted([super::scripted::status(504), super::scripted::status(504)]);
    let client = client.pacing(two_per_minute()).build().unwrap();
    assert!(update(&client).await.is_ok());
    let waits = received.intervals();
    assert!(waits[0] < 1_000 && waits[1] > 58_000, "the third attempt, with two per minute: {waits:?}");
}

#[graph_resource(crate = crate, path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    job_title: String,
}

/// 64 tasks update 2,000 users. 2 % of the requests get `429`; no limit is published.
#[tokio::test(start_paused = true)]
async fn a_few_429_responses_do_not_fail_the_updates_of_many_tasks() {
    let (arrived, throttled) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (arrival, throttling) = (Arc::clone(&arrived), Arc::clone(&throttled));
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
        let (arrival, throttling) = (Arc::clone(&arrival), Arc::clone(&throttling));
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if arrival.fetch_add(1, Ordering::Relaxed) % 50 == 30 {
                throttling.fetch_add(1, Ordering::Relaxed);
                return Ok::<_, Error>(response(429).header("retry-after", "1").body(String::new()).unwrap());
            }
            Ok(response(204).body(String::new()).unwrap())
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
    assert_eq!(arrived.load(Ordering::Relaxed), 2_000 + throttled.load(Ordering::Relaxed));
}

/// Without a known limit the time of the permit is not known, so the call waits; and the error mentions no limit.
#[tokio::test(start_paused = true)]
async fn a_call_to_a_service_without_a_known_limit_waits_until_its_deadline() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(response(429).body(String::new()).unwrap())
    });
    let client = builder().service(service).pacing(Pacing::published()).build().unwrap();
    for _ in 0..7 {
        assert!(update_user(&client).await.unwrap_err().status().is_some(), "each request was sent");
    }
    let start = Instant::now();
    let call = client.update(User::at("u1"), User::update().job_title("Clerk"));
    let error = call.deadline(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(2));
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    let text = error.to_string();
    assert!(!text.contains("limit") && text.contains("throttled earlier requests"), "{text}");
}

async fn update_user(client: &GraphClient) -> Result<(), Error> {
    client.update(User::at("u1"), User::update().job_title("Clerk")).await.map(drop)
}

/// The service asks to send no request until after the deadline.
#[tokio::test(start_paused = true)]
async fn a_call_fails_at_once_if_retry_after_ends_after_the_deadline() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(response(429).header("retry-after", "600").body(String::new()).unwrap())
    });
    let client = builder().service(service).pacing(Pacing::published()).build().unwrap();
    assert!(update_user(&client).await.unwrap_err().status().is_some());
    let start = Instant::now();
    let error = update_user(&client).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(error.kind() == crate::ErrorKind::Throttled && error.status().is_none(), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(600)));
    assert!(error.to_string().contains("the service requires a wait until after"), "{error}");
}

/// Never provides a token.
struct Waiting;

impl TokenProvider for Waiting {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn no_permit_is_held_during_a_sign_in() {
    let pacing = two_per_minute();
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, Error>(response(200).body(PRINTER.to_owned()).unwrap())
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
