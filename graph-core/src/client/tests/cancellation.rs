//! A call can be dropped at any time.

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use super::sockets::serve;
use super::{PRINTER, Printer, TOKEN, response, update};
use crate::client::GraphClient;
use crate::cloud::Cloud;
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::pacing::{Limit, Pacing};

/// Polls `future` up to this many times, with a pause after each. Returns whether it was ready.
async fn poll_times(future: impl Future, times: usize, pause: Duration) -> bool {
    let mut future = pin!(future);
    for _ in 0..times {
        if poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await {
            return true;
        }
        // lets timers and other tasks run
        tokio::time::sleep(pause).await;
    }
    false
}

struct Slow;

impl TokenProvider for Slow {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(async {
            tokio::task::yield_now().await;
            AccessToken::new(if request.is_refresh() { "another-token" } else { TOKEN })
        })
    }
}

/// Counts requests in flight, however they end.
struct InFlight(Arc<AtomicUsize>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_can_be_dropped_at_every_await() {
    let in_flight = Arc::new(AtomicUsize::new(0));
    let mut dropped = 0;
    for times in 0.. {
        let (requests, counter) = (Arc::new(AtomicUsize::new(0)), Arc::clone(&in_flight));
        let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
            counter.fetch_add(1, Ordering::SeqCst);
            let request = InFlight(Arc::clone(&counter));
            let number = requests.fetch_add(1, Ordering::SeqCst);
            async move {
                tokio::task::yield_now().await;
                drop(request);
                Ok::<_, Error>(match number {
                    0 => response(401).body(String::new()).unwrap(),
                    1 => response(429).header("retry-after", "1").body(String::new()).unwrap(),
                    2 => response(503).body(String::new()).unwrap(),
                    _ => response(200).body(PRINTER.to_owned()).unwrap(),
                })
            }
        });
        let client = GraphClient::builder(Cloud::Global).credential(Slow).service(service).build().unwrap();
        let call = client.update(Printer::at("p1"), Printer::update().job_count(4)).into_future();
        let ready = poll_times(call, times, Duration::from_millis(100)).await;
        assert_eq!(in_flight.load(Ordering::SeqCst), 0, "after {times} polls, no request is in flight");
        assert_eq!(Arc::strong_count(&client.inner), 1, "after {times} polls, the call is dropped");
        for _ in 0..3 {
            // The script continues where the dropped call was.
            assert_eq!(update(&client).await.unwrap().entity().unwrap().job_count, 4, "after {times} polls");
        }
        if ready {
            break;
        }
        dropped += 1;
    }
    assert!(dropped > 10, "the number of polls: {dropped}");
}

/// The same over sockets, where a connection could remain in the middle of a response.
#[tokio::test]
async fn a_dropped_call_leaves_no_broken_connection() {
    let (client, _) = serve(Vec::new()).await;
    let client = client.build().unwrap();
    let mut dropped = 0;
    for times in 0.. {
        let call = client.update(Printer::at("p1"), Printer::update().job_count(4)).into_future();
        let ready = poll_times(call, times, Duration::from_millis(1)).await;
        let updated = update(&client).await.unwrap();
        assert_eq!(updated.entity().unwrap().job_count, 4);
        assert!(updated.info().unwrap().failed_attempts().is_empty(), "without a retry, after {times} polls");
        if ready {
            break;
        }
        dropped += 1;
    }
    assert!(dropped > 1, "the number of polls: {dropped}");
}

/// Returns a client with a limit of three updates per minute, and the number of requests that arrived.
fn three_per_minute() -> (GraphClient, Arc<AtomicUsize>) {
    let limit = Limit::new("printers", 3, Duration::from_secs(60)).writes().below("/printers");
    let arrived = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&arrived);
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
        counter.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok::<_, Error>(response(200).body(PRINTER.to_owned()).unwrap())
        }
    });
    let builder = GraphClient::builder(Cloud::Global).credential(Slow).service(service);
    (builder.pacing(Pacing::off().limit(limit)).build().unwrap(), arrived)
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_returns_an_unused_permit() {
    for times in 0.. {
        let (client, arrived) = three_per_minute();
        let call = client.update(Printer::at("p1"), Printer::update().job_count(4)).into_future();
        let ready = poll_times(call, times, Duration::from_millis(10)).await;
        let start = Instant::now();
        for _ in arrived.load(Ordering::SeqCst)..3 {
            let _ = update(&client).await.unwrap();
        }
        assert!(start.elapsed() < Duration::from_secs(1), "after {times} polls, a permit is lost");
        let _ = update(&client).await.unwrap();
        assert!(start.elapsed() > Duration::from_secs(50), "after {times} polls, a permit was used twice");
        if ready {
            assert!(times > 2, "the call was dropped at several awaits");
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_in_the_queue_frees_its_position() {
    for times in 1..6 {
        let (client, _) = three_per_minute();
        for _ in 0..3 {
            let _ = update(&client).await.unwrap();
        }
        let call = client.update(Printer::at("p1"), Printer::update().job_count(4)).into_future();
        assert!(!poll_times(call, times, Duration::from_secs(5)).await, "it waits");
        let start = Instant::now();
        for _ in 0..3 {
            let _ = update(&client).await.unwrap();
        }
        assert!(start.elapsed() < Duration::from_secs(62), "after {times} polls, a permit is lost");
    }
}
