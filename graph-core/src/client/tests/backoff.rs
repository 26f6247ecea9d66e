//! When requests are retried, on tokio's paused clock.

use std::time::Duration;

use tokio::time::Instant;

use super::scripted::{Step, retry_after, scripted, status};
use super::{Printer, update, update_error};
use crate::client::GraphClient;
use crate::credential::{TokenFuture, TokenProvider, TokenRequest};
use crate::failure::ErrorKind;
use crate::retry::RetryPolicy;

/// Returns the milliseconds between the first attempt and the second.
async fn backoff(step: Step) -> u128 {
    let (client, received) = scripted([step]);
    let _ = update(&client.build().unwrap()).await.unwrap();
    received.intervals()[0]
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_the_minimum() {
    for (value, min) in [
        ("7", 7_000),
        ("2.128", 2_128),
        ("30,120", 120_000),
        ("Fri, 20 Nov 2026 10:00:30 GMT", 30_000),
        ("Friday, 20-Nov-26 10:00:30 GMT", 30_000),
        ("Fri Nov 20 10:00:30 2026", 30_000),
    ] {
        for code in [429, 503, 504] {
            let waited = backoff(retry_after(code, value)).await;
            assert!((min..=min + 251).contains(&waited), "{code} {value}: {waited}");
        }
    }
    let lines = super::response(429).header("retry-after", "3").header("retry-after", "11");
    let waited = backoff(Step::Respond(lines, "")).await;
    assert!((11_000..=11_251).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn malformed_or_zero_retry_after_has_the_usual_backoff() {
    for value in ["soon", "-5", "0", "", "Fri, 20 Nov 2026 09:00:00 GMT"] {
        let waited = backoff(retry_after(429, value)).await;
        assert!((250..=501).contains(&waited), "{value}: {waited}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_retry_after_the_backoff_doubles() {
    let (client, received) = scripted([429, 503, 429, 503].map(status));
    let _ = update(&client.build().unwrap()).await.unwrap();
    for (waited, whole) in received.intervals().into_iter().zip([500, 1_000, 2_000, 4_000]) {
        assert!((whole / 2..=whole + 1).contains(&waited), "{waited} of {whole}");
    }
    let (client, received) = scripted((0..20).map(|_| status(429)));
    let policy = RetryPolicy::default().max_attempts(21).max_backoff(Duration::from_secs(4));
    let _ = update(&client.retry(policy).build().unwrap()).await.unwrap();
    assert!(received.intervals().iter().all(|waited| *waited <= 4_001), "{:?}", received.intervals());
    assert!(received.intervals()[5..].iter().all(|waited| *waited >= 2_000), "{:?}", received.intervals());
}

#[tokio::test(start_paused = true)]
async fn a_call_fails_at_once_if_the_wait_would_end_after_the_deadline() {
    for code in [429, 503] {
        let (client, received) = scripted([retry_after(code, "600")]);
        let start = Instant::now();
        let error = update_error(&client.build().unwrap()).await;
        assert_eq!((start.elapsed(), received.count()), (Duration::ZERO, 1), "at once");
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Throttled, code));
        assert!(error.is_throttled());
        let wait = error.retry_after().unwrap();
        assert!((600..602).contains(&wait.as_secs()), "{wait:?}");
        let ahead = error.retry_at().unwrap().duration_since(std::time::SystemTime::now()).unwrap();
        assert!((590..602).contains(&ahead.as_secs()), "{ahead:?}");
        assert!(error.to_string().contains("retry in 10 min"), "{error}");
    }
    // The remaining time until the deadline of the call counts.
    let (client, received) = scripted([retry_after(429, "6"), retry_after(429, "6")]);
    let client = client.build().unwrap();
    let error = client.get(Printer::at("p1")).deadline(Duration::from_secs(10)).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Throttled, 2));
    assert_eq!(error.failed_attempts().len(), 2);
    // Without `Retry-After`, only a 429 means that the request was throttled.
    for (code, kind) in [(429, ErrorKind::Throttled), (503, ErrorKind::Service)] {
        let (client, received) = scripted([status(code)]);
        let client = client.deadline(Duration::from_millis(10)).build().unwrap();
        assert_eq!((update_error(&client).await.kind(), received.count()), (kind, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline() {
    let (client, received) = scripted([status(503), Step::Hang]);
    let client = client.deadline(Duration::from_secs(20)).build().unwrap();
    let start = Instant::now();
    let error = update_error(&client).await;
    assert_eq!((start.elapsed().as_secs(), received.count()), (20, 2));
    assert!(error.is_timeout());
    let text = error.to_string();
    assert!(text.contains("deadline of 20 s") && text.contains("may or may not have been made"), "{text}");
    assert_eq!(error.failed_attempts().len(), 2);
    let _ = update(&client).await.expect("the client is not affected");
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline_if_the_provider_hangs() {
    struct Never;
    impl TokenProvider for Never {
        fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
            Box::pin(std::future::pending())
        }
    }
    let (client, received) = scripted([]);
    let start = Instant::now();
    let error = update_error(&client.credential(Never).build().unwrap()).await;
    assert_eq!((start.elapsed().as_secs(), received.count()), (300, 0));
    assert!(error.is_credential() && !error.to_string().contains("may or may not"), "{error}");
    assert!(error.failed_attempts().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_may_be_longer_than_the_clock_can_represent() {
    let (client, received) = scripted([retry_after(429, "100000")]);
    let _ = update(&client.deadline(Duration::MAX).build().unwrap()).await.unwrap();
    assert!(received.intervals()[0] >= 100_000_000);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited() {
    for (policy, attempts) in [
        (RetryPolicy::default(), 5),
        (RetryPolicy::default().max_attempts(2), 2),
        (RetryPolicy::default().max_attempts(0), 1),
        (RetryPolicy::none(), 1),
    ] {
        let (client, received) = scripted((0..10).map(|_| status(429)));
        let error = update_error(&client.retry(policy).build().unwrap()).await;
        assert_eq!((received.count(), error.failed_attempts().len()), (attempts, attempts));
        assert!(error.is_throttled() && error.kind() == ErrorKind::Service);
        assert_eq!(error.to_string().contains("(after "), attempts > 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_clones() {
    // 2 retries per second over 10 seconds, and none for successful requests
    let policy = RetryPolicy::default().budget(2, 0).max_attempts(2);
    let calls = |client: GraphClient| async move {
        let calls = (0..50).map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { update(&client).await }
            })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap().unwrap_err();
        }
    };
    let (client, received) = scripted((0..1000).map(|_| status(503)));
    let client = client.retry(policy.clone()).build().unwrap();
    calls(client.clone()).await;
    assert_eq!(received.count(), 50 + 20);
    tokio::time::advance(Duration::from_secs(30)).await;
    calls(client).await;
    assert_eq!(received.count(), 2 * (50 + 20), "the budget is full again");
    // Retries after `Retry-After` do not count.
    let (client, received) = scripted((0..1000).map(|_| retry_after(503, "1")));
    calls(client.retry(policy).build().unwrap()).await;
    assert_eq!(received.count(), 100);
}
