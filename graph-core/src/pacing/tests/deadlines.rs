use std::time::Duration;

use http::Method;
use tokio::time::{Instant, sleep};

use super::{CONFIGURATION, WINDOW, acquire, send, ten_per_window, try_acquire};

#[tokio::test(start_paused = true)]
async fn a_request_that_cannot_wait_fails_at_once_with_the_time_of_the_next_permit() {
    let pacing = ten_per_window();
    let start = Instant::now();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
    assert!(until - start >= WINDOW && until - start < WINDOW + Duration::from_millis(50));
    assert!(start.elapsed().is_zero());

    let permit = pacing.acquire(&Method::PATCH, CONFIGURATION, Some(until)).await;
    assert!(permit.is_ok(), "a permit is available at that time");
}

#[tokio::test(start_paused = true)]
async fn the_position_in_the_queue_counts_for_the_deadline() {
    let pacing = ten_per_window();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let start = Instant::now();
    let queue: Vec<_> = (0..25)
        .map(|_| {
            tokio::spawn({
                let pacing = pacing.clone();
                async move { send(&pacing).await }
            })
        })
        .collect();
    tokio::task::yield_now().await;
    let deadline = start + WINDOW * 2;
    let throttled = pacing.acquire(&Method::PATCH, CONFIGURATION, Some(deadline)).await.unwrap_err();
    assert!(throttled.available_at > deadline && start.elapsed().is_zero());
    for waiting in queue {
        waiting.await.unwrap();
    }
    assert!(
        throttled.available_at <= Instant::now() + WINDOW,
        "a time that is too late would reject requests for no reason"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_rejects_waiting_requests_that_would_miss_their_deadline() {
    let pacing = ten_per_window();
    let mut last = acquire(&pacing).await;
    last.mark_sent();
    for _ in 0..9 {
        send(&pacing).await;
    }
    let start = Instant::now();
    let with_deadline = tokio::spawn({
        let pacing = pacing.clone();
        async move { pacing.acquire(&Method::PATCH, CONFIGURATION, Some(start + WINDOW * 3 / 2)).await.map(drop) }
    });
    let without_deadline = tokio::spawn({
        let pacing = pacing.clone();
        async move { pacing.acquire(&Method::PATCH, CONFIGURATION, None).await.map(drop) }
    });
    sleep(Duration::from_secs(1)).await;
    last.release_throttled(Some(Duration::from_secs(60)));
    let throttled = with_deadline.await.unwrap().unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(1), "at once, not at the deadline");
    assert_eq!(throttled.available_at, start + Duration::from_secs(61));
    without_deadline.await.unwrap().unwrap();
    assert!(start.elapsed() >= Duration::from_secs(61));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_wait_for_a_response_of_another_request() {
    let pacing = ten_per_window();
    let mut slow = Vec::new();
    for _ in 0..10 {
        let mut permit = acquire(&pacing).await;
        permit.mark_sent();
        slow.push(permit);
    }
    let start = Instant::now();
    // the responses may arrive at once, so a permit within 21 s is possible
    let deadline = start + Duration::from_secs(21);
    let throttled = pacing.acquire(&Method::PATCH, CONFIGURATION, Some(deadline)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(21));
    assert!(throttled.available_at > deadline);
    drop(slow);
    assert!(pacing.acquire(&Method::PATCH, CONFIGURATION, None).await.is_ok());
}
