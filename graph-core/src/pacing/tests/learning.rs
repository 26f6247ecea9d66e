use std::time::Duration;

use http::Method;
use tokio::time::{Instant, advance};

use super::{CONFIGURATION, Limit, Pacing, WINDOW, acquire, send, try_acquire};

fn hundred() -> Pacing {
    Pacing::off().limit(Limit::new("hundred", 100, WINDOW))
}

/// Returns how many requests can be sent in the window that starts now.
async fn burst(pacing: &Pacing) -> usize {
    let mut sent = 0;
    while let Ok(mut permit) = try_acquire(pacing, &Method::PATCH, CONFIGURATION) {
        permit.mark_sent();
        permit.release_served();
        sent += 1;
    }
    advance(WINDOW + Duration::from_millis(20)).await;
    sent
}

async fn throttle(pacing: &Pacing, retry_after: Option<Duration>) {
    let mut permit = acquire(pacing).await;
    permit.mark_sent();
    advance(Duration::from_millis(1)).await;
    permit.release_throttled(retry_after);
}

#[tokio::test(start_paused = true)]
async fn a_429_blocks_all_requests_until_retry_after_is_over() {
    let pacing = hundred();
    throttle(&pacing, Some(Duration::from_millis(2_128))).await;
    let start = Instant::now();
    let until = try_acquire(&pacing.clone(), &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
    assert_eq!(until - start, Duration::from_millis(2_128));
    send(&pacing).await;
    assert!(start.elapsed() >= Duration::from_millis(2_128) && start.elapsed() < Duration::from_millis(2_130));
}

/// Sends requests at once; the first ones are served, the others throttled. Then waits until one is served again.
async fn wave(pacing: &Pacing, path: &str, served: usize, throttled: usize, backoff: u64) {
    let mut permits = Vec::new();
    for _ in 0..served + throttled {
        let mut permit = pacing.acquire(&Method::PATCH, path, None).await.unwrap();
        permit.mark_sent();
        permits.push(permit);
    }
    advance(Duration::from_millis(50)).await;
    for (number, permit) in permits.into_iter().enumerate() {
        if number < served {
            permit.release_served();
        } else {
            permit.release_throttled(Some(Duration::from_secs(backoff)));
        }
    }
    advance(Duration::from_secs(backoff)).await;
    let mut permit = pacing.acquire(&Method::PATCH, path, None).await.unwrap();
    permit.mark_sent();
    advance(Duration::from_millis(50)).await;
    permit.release_served();
}

#[tokio::test(start_paused = true)]
async fn a_window_holds_what_was_served_in_one_and_grows_back() {
    let pacing = hundred();
    wave(&pacing, CONFIGURATION, 60, 40, 40).await;
    let start = Instant::now();
    let mut bursts = vec![1 + burst(&pacing).await];
    assert_eq!(bursts, [58], "97 % of what was served");
    while bursts.last() != Some(&100) {
        bursts.push(burst(&pacing).await);
        assert!(start.elapsed() < Duration::from_secs(120), "{bursts:?}");
    }
    assert_eq!(burst(&pacing).await, 100, "never above what is published");
}

#[tokio::test(start_paused = true)]
async fn one_429_causes_a_backoff_and_does_not_lower_the_limit() {
    let pacing = hundred();
    for _ in 0..50 {
        send(&pacing).await;
    }
    throttle(&pacing, Some(Duration::from_secs(40))).await;
    advance(Duration::from_secs(40)).await;
    send(&pacing).await;
    assert_eq!(burst(&pacing).await, 99);
}

#[tokio::test(start_paused = true)]
async fn one_wave_of_429_lowers_the_limit_to_half_at_most() {
    let pacing = hundred();
    wave(&pacing, CONFIGURATION, 5, 85, 30).await;
    assert_eq!(1 + burst(&pacing).await, 48);
}

#[tokio::test(start_paused = true)]
async fn an_absurd_retry_after_blocks_other_calls_for_an_hour_at_most() {
    let pacing = hundred();
    for retry_after in [Duration::from_secs(366 * 24 * 60 * 60), Duration::MAX] {
        throttle(&pacing, Some(retry_after)).await;
        let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
        assert_eq!(until - Instant::now(), Duration::from_secs(3_600));
        advance(Duration::from_secs(3_600)).await;
        assert!(try_acquire(&pacing, &Method::PATCH, CONFIGURATION).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_retry_after_counts() {
    let pacing = hundred();
    let mut permits = Vec::new();
    for _ in 0..3 {
        let mut permit = acquire(&pacing).await;
        permit.mark_sent();
        permits.push(permit);
    }
    advance(Duration::from_millis(1)).await;
    let start = Instant::now();
    for (permit, seconds) in permits.into_iter().zip([5, 30, 1]) {
        permit.release_throttled(Some(Duration::from_secs(seconds)));
    }
    assert_eq!(try_acquire(&pacing, &Method::GET, "/").unwrap_err().available_at - start, Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn the_backoff_doubles_after_each_429_without_retry_after() {
    let pacing = hundred();
    for seconds in [1, 2, 4, 8, 16] {
        throttle(&pacing, None).await;
        let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
        assert_eq!(until - Instant::now(), Duration::from_secs(seconds));
        advance(Duration::from_secs(seconds)).await;
    }
    advance(WINDOW * 2).await;
    throttle(&pacing, None).await;
    let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
    assert!((until - Instant::now()).as_secs() == 20, "at most a window");
}

#[tokio::test(start_paused = true)]
async fn the_estimated_backoff_is_reset_by_a_success() {
    let pacing = hundred();
    for _ in 0..3 {
        throttle(&pacing, None).await;
        let until = try_acquire(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().available_at;
        assert_eq!(until - Instant::now(), Duration::from_secs(1));
        send(&pacing).await;
        advance(Duration::from_millis(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_does_not_lower_the_limit() {
    let pacing = hundred();
    for backoff in 0..20 {
        throttle(&pacing, Some(Duration::from_secs(backoff))).await;
        advance(WINDOW * 2).await;
    }
    send(&pacing).await;
    assert_eq!(burst(&pacing).await, 99);
}

/// While nothing is served, requests are sent one after another, however many wait.
#[tokio::test(start_paused = true)]
async fn after_a_backoff_requests_are_sent_one_by_one_until_one_is_served() {
    for path in [CONFIGURATION, "/v1.0/users/1"] {
        let pacing = Pacing::published();
        wave(&pacing, path, 0, 64, 30).await;
        advance(WINDOW).await;
        let mut permit = pacing.acquire(&Method::PATCH, path, None).await.unwrap();
        permit.mark_sent();
        advance(Duration::from_millis(50)).await;
        permit.release_throttled(Some(Duration::from_secs(1)));
        advance(Duration::from_secs(1)).await;
        let probe = try_acquire(&pacing, &Method::PATCH, path).unwrap();
        assert!(try_acquire(&pacing, &Method::PATCH, path).is_err(), "{path}");
        advance(Duration::from_millis(250)).await;
        assert!(try_acquire(&pacing, &Method::PATCH, path).is_ok(), "{path}: a probe that hangs does not stop others");
        drop(probe);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_without_a_published_limit_learns_a_rate() {
    let pacing = Pacing::published();
    let path = "/v1.0/users/1";
    wave(&pacing, path, 300, 20, 10).await;
    assert_eq!(try_acquire(&pacing, &Method::GET, path).map(drop), Ok(()));
    wave(&pacing, path, 300, 20, 10).await;
    assert!(try_acquire(&pacing, &Method::GET, "/v1.0/groups").is_ok(), "another service");
    let (start, mut sent) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(10) {
        let mut permit = pacing.acquire(&Method::PATCH, path, None).await.unwrap();
        permit.mark_sent();
        permit.release_served();
        sent += 1;
    }
    assert!((280..=330).contains(&sent), "{sent}");
    advance(Duration::from_secs(20)).await;
    let mut permits = Vec::new();
    while let Ok(permit) = try_acquire(&pacing, &Method::PATCH, path) {
        permits.push(permit);
    }
    assert_eq!(permits.len(), 2_000, "the learned rate is dropped after half a minute");
}
