//! When requests are sent again, on a clock that is moved by hand.

use std::time::Duration;

use tokio::time::Instant;

use super::scripted::{Act, retry_after, scripted, status};
use super::{Printer, update, update_error};
use crate::client::GraphClient;
use crate::credential::{TokenFuture, TokenProvider, TokenRequest};
use crate::failure::ErrorKind;
use crate::retry::RetryPolicy;

/// The milliseconds between the first request and the second.
async fn wait(act: Act) -> u128 {
    let (client, asked) = scripted([act]);
    let _ = update(&client.build().unwrap()).await.unwrap();
    asked.waits()[0]
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_a_floor() {
    for (value, floor) in [
        ("7", 7_000),
        ("2.128", 2_128),
        ("30,120", 120_000),
        ("Fri, 20 Nov 2026 10:00:30 GMT", 30_000),
        ("Friday, 20-Nov-26 10:00:30 GMT", 30_000),
        ("Fri Nov 20 10:00:30 2026", 30_000),
    ] {
        for code in [429, 503, 504] {
            let waited = wait(retry_after(code, value)).await;
            assert!((floor..=floor + 251).contains(&waited), "{code} {value}: {waited}");
        }
    }
    let lines = super::respond(429).header("retry-after", "3").header("retry-after", "11");
    let waited = wait(Act::Answer(lines, "")).await;
    assert!((11_000..=11_251).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn nonsense_and_zero_leave_the_usual_wait() {
    for value in ["soon", "-5", "0", "", "Fri, 20 Nov 2026 09:00:00 GMT"] {
        let waited = wait(retry_after(429, value)).await;
        assert!((250..=501).contains(&waited), "{value}: {waited}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_retry_after_waits_double() {
    let (client, asked) = scripted([429, 503, 429, 503].map(status));
    let _ = update(&client.build().unwrap()).await.unwrap();
    for (waited, whole) in asked.waits().into_iter().zip([500, 1_000, 2_000, 4_000]) {
        assert!((whole / 2..=whole + 1).contains(&waited), "{waited} of {whole}");
    }
    let (client, asked) = scripted((0..20).map(|_| status(429)));
    let policy = RetryPolicy::default().max_attempts(21).max_backoff(Duration::from_secs(4));
    let _ = update(&client.retry(policy).build().unwrap()).await.unwrap();
    assert!(asked.waits().iter().all(|waited| *waited <= 4_001), "{:?}", asked.waits());
    assert!(asked.waits()[5..].iter().all(|waited| *waited >= 2_000), "{:?}", asked.waits());
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    for code in [429, 503] {
        let (client, asked) = scripted([retry_after(code, "600")]);
        let begun = Instant::now();
        let error = update_error(&client.build().unwrap()).await;
        assert_eq!((begun.elapsed(), asked.count()), (Duration::ZERO, 1), "at once");
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Throttled, code));
        assert!(error.is_throttled());
        let wait = error.retry_after().unwrap();
        assert!((600..602).contains(&wait.as_secs()), "{wait:?}");
        let ahead = error.retry_at().unwrap().duration_since(std::time::SystemTime::now()).unwrap();
        assert!((590..602).contains(&ahead.as_secs()), "{ahead:?}");
        assert!(error.to_string().contains("ask again in 10 min"), "{error}");
    }
    // The deadline of one call counts, and what of it is left.
    let (client, asked) = scripted([retry_after(429, "6"), retry_after(429, "6")]);
    let client = client.build().unwrap();
    let error = client.get(Printer::at("p1")).deadline(Duration::from_secs(10)).await.unwrap_err();
    assert_eq!((error.kind(), asked.count()), (ErrorKind::Throttled, 2));
    assert_eq!(error.failed_attempts().len(), 2);
    // Without Retry-After, only a 429 means that there was too much.
    for (code, kind) in [(429, ErrorKind::Throttled), (503, ErrorKind::Service)] {
        let (client, asked) = scripted([status(code)]);
        let client = client.deadline(Duration::from_millis(10)).build().unwrap();
        assert_eq!((update_error(&client).await.kind(), asked.count()), (kind, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_deadline() {
    let (client, asked) = scripted([status(503), Act::Hang]);
    let client = client.deadline(Duration::from_secs(20)).build().unwrap();
    let begun = Instant::now();
    let error = update_error(&client).await;
    assert_eq!((begun.elapsed().as_secs(), asked.count()), (20, 2));
    assert!(error.is_timeout());
    let text = error.to_string();
    assert!(text.contains("deadline of 20 s") && text.contains("may or may not have been made"), "{text}");
    assert_eq!(error.failed_attempts().len(), 2);
    let _ = update(&client).await.expect("the client is as good as before");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_does_not_hold_a_call() {
    struct Never;
    impl TokenProvider for Never {
        fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
            Box::pin(std::future::pending())
        }
    }
    let (client, asked) = scripted([]);
    let begun = Instant::now();
    let error = update_error(&client.credential(Never).build().unwrap()).await;
    assert_eq!((begun.elapsed().as_secs(), asked.count()), (300, 0));
    assert!(error.is_credential() && !error.to_string().contains("may or may not"), "{error}");
    assert!(error.failed_attempts().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_deadline_may_be_longer_than_a_clock_can_count() {
    let (client, asked) = scripted([retry_after(429, "100000")]);
    let _ = update(&client.deadline(Duration::MAX).build().unwrap()).await.unwrap();
    assert!(asked.waits()[0] >= 100_000_000);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited() {
    for (policy, attempts) in [
        (RetryPolicy::default(), 5),
        (RetryPolicy::default().max_attempts(2), 2),
        (RetryPolicy::default().max_attempts(0), 1),
        (RetryPolicy::none(), 1),
    ] {
        let (client, asked) = scripted((0..10).map(|_| status(429)));
        let error = update_error(&client.retry(policy).build().unwrap()).await;
        assert_eq!((asked.count(), error.failed_attempts().len()), (attempts, attempts));
        assert!(error.is_throttled() && error.kind() == ErrorKind::Service);
        assert_eq!(error.to_string().contains("(after "), attempts > 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_clones() {
    // 2 repetitions a second, counted over 10 seconds, and nothing for success
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
    let (client, asked) = scripted((0..1000).map(|_| status(503)));
    let client = client.retry(policy.clone()).build().unwrap();
    calls(client.clone()).await;
    assert_eq!(asked.count(), 50 + 20);
    tokio::time::advance(Duration::from_secs(30)).await;
    calls(client).await;
    assert_eq!(asked.count(), 2 * (50 + 20), "it fills up again");
    // The service itself says when to come again.
    let (client, asked) = scripted((0..1000).map(|_| retry_after(503, "1")));
    calls(client.retry(policy).build().unwrap()).await;
    assert_eq!(asked.count(), 100);
}
