use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{CONFIGURATION, Limit, Pacing, WINDOW, acquire, send, ten_per_window, try_acquire};

#[tokio::test(start_paused = true)]
async fn a_window_never_holds_more_than_the_limit() {
    let pacing = ten_per_window();
    let start = Instant::now();
    let mut moments = Vec::new();
    for _ in 0..35 {
        send(&pacing).await;
        moments.push(start.elapsed());
    }
    assert!(moments[..10].iter().all(Duration::is_zero), "the first ten are sent at once");
    for pair in moments.windows(11) {
        assert!(pair[10] > pair[0] + WINDOW, "{moments:?}");
    }
    assert!(moments[34] < WINDOW * 3 + Duration::from_millis(100), "no time is wasted: {moments:?}");
}

#[tokio::test(start_paused = true)]
async fn the_window_starts_with_the_response() {
    let pacing = ten_per_window();
    let mut permits = Vec::new();
    for _ in 0..10 {
        let mut permit = acquire(&pacing).await;
        permit.mark_sent();
        permits.push(permit);
    }
    sleep(Duration::from_secs(7)).await;
    let responded = Instant::now();
    permits.into_iter().for_each(super::Permit::release_served);
    send(&pacing).await;
    assert!(responded.elapsed() > WINDOW);
}

#[tokio::test(start_paused = true)]
async fn the_fastest_round_trip_is_subtracted_from_the_window() {
    let pacing = ten_per_window();
    let start = Instant::now();
    for _ in 0..3 {
        let mut tasks = JoinSet::new();
        for _ in 0..10 {
            let pacing = pacing.clone();
            tasks.spawn(async move {
                let mut permit = acquire(&pacing).await;
                permit.mark_sent();
                sleep(Duration::from_secs(1)).await;
                permit.release_served();
            });
        }
        tasks.join_all().await;
    }
    // the first two windows have too few samples: each takes a round trip more
    let fourth = acquire(&pacing).await;
    assert!(start.elapsed() < WINDOW * 3 + Duration::from_millis(1_500 + 700), "{:?}", start.elapsed());
    assert!(start.elapsed() > WINDOW * 3 + Duration::from_secs(1));
    drop(fourth);
}

#[tokio::test(start_paused = true)]
async fn an_unused_permit_returns_its_slot() {
    let pacing = ten_per_window();
    let start = Instant::now();
    for _ in 0..100 {
        drop(acquire(&pacing).await);
    }
    assert!(start.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn a_request_dropped_in_flight_counts() {
    let pacing = ten_per_window();
    for _ in 0..10 {
        acquire(&pacing).await.mark_sent();
    }
    let start = Instant::now();
    send(&pacing).await;
    assert!(start.elapsed() > WINDOW);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_waiter_frees_its_position() {
    let pacing = ten_per_window();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 0..40_u64 {
        let pacing = pacing.clone();
        tasks.spawn(async move {
            if number.is_multiple_of(2) {
                // the first in the queue is among them, and some are dropped at the moment of their grant
                let seconds = if number.is_multiple_of(4) { 1 } else { 20 };
                timeout(Duration::from_secs(seconds) + Duration::from_millis(11), send(&pacing)).await.is_ok()
            } else {
                send(&pacing).await;
                true
            }
        });
    }
    let sent = tasks.join_all().await.into_iter().filter(|sent| *sent).count();
    assert!(sent >= 20);
    let windows = u32::try_from(sent.div_ceil(10)).unwrap();
    assert!(start.elapsed() < WINDOW * windows + Duration::from_millis(100), "{sent} in {:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_granted_permit_of_a_dropped_waiter_returns_its_slot() {
    let pacing = ten_per_window();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let mut waiting = Box::pin(acquire(&pacing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    let behind = tokio::spawn({
        let pacing = pacing.clone();
        async move { acquire(&pacing).await }
    });
    tokio::task::yield_now().await;
    // granted without the timer of the waiter: another caller checks
    tokio::time::advance(WINDOW + Duration::from_secs(1)).await;
    pacing.0.lock().grant_and_wake(Instant::now());
    drop(waiting);
    for _ in 0..9 {
        send(&pacing).await;
    }
    drop(behind.await.unwrap());
    let start = Instant::now();
    send(&pacing).await;
    assert!(start.elapsed().is_zero(), "all ten slots are available");
}

#[tokio::test(start_paused = true)]
async fn an_endless_window_becomes_a_year_and_does_not_panic() {
    let pacing = Pacing::off().limit(Limit::new("x", 1, Duration::MAX));
    let start = Instant::now();
    send(&pacing).await;
    let year = Duration::from_secs(366 * 24 * 60 * 60);
    let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
    assert!(until - start >= year && until - start < year * 1_001 / 1_000, "{:?}", until - start);
    let mut waiting = Box::pin(acquire(&pacing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
}
