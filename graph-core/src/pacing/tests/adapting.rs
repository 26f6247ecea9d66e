use std::time::Duration;

use http::Method;
use tokio::time::{Instant, advance};

use super::{CONFIGURATION, Limit, Pacing, WINDOW, admit, at_once, send};

fn hundred() -> Pacing {
    Pacing::off().limit(Limit::new("hundred", 100, WINDOW))
}

/// How many go in the window that begins now.
async fn burst(pacing: &Pacing) -> usize {
    let mut sent = 0;
    while let Ok(mut permit) = at_once(pacing, &Method::PATCH, CONFIGURATION) {
        permit.sending();
        permit.answered();
        sent += 1;
    }
    advance(WINDOW + Duration::from_millis(20)).await;
    sent
}

async fn refuse(pacing: &Pacing, retry_after: Option<Duration>) {
    let mut permit = admit(pacing).await;
    permit.sending();
    advance(Duration::from_millis(1)).await;
    permit.refused(retry_after);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_shuts_the_gate_for_everybody_until_it_is_over() {
    let pacing = hundred();
    refuse(&pacing, Some(Duration::from_millis(2_128))).await;
    let start = Instant::now();
    let until = at_once(&pacing.clone(), &Method::PATCH, CONFIGURATION).unwrap_err().until;
    assert_eq!(until - start, Duration::from_millis(2_128));
    send(&pacing).await;
    assert!(start.elapsed() >= Duration::from_millis(2_128) && start.elapsed() < Duration::from_millis(2_130));
}

/// Sends requests at once, of which the first ones are served; then waits for the pause, until one is served again.
async fn wave(pacing: &Pacing, path: &str, served: usize, refused: usize, pause: u64) {
    let mut permits = Vec::new();
    for _ in 0..served + refused {
        let mut permit = pacing.admit(&Method::PATCH, path, None).await.unwrap();
        permit.sending();
        permits.push(permit);
    }
    advance(Duration::from_millis(50)).await;
    for (number, permit) in permits.into_iter().enumerate() {
        if number < served { permit.answered() } else { permit.refused(Some(Duration::from_secs(pause))) }
    }
    advance(Duration::from_secs(pause)).await;
    let mut permit = pacing.admit(&Method::PATCH, path, None).await.unwrap();
    permit.sending();
    advance(Duration::from_millis(50)).await;
    permit.answered();
}

#[tokio::test(start_paused = true)]
async fn a_window_holds_as_much_as_was_served_in_one_and_climbs_back() {
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
async fn one_refusal_is_a_pause_and_lowers_nothing() {
    let pacing = hundred();
    for _ in 0..50 {
        send(&pacing).await;
    }
    refuse(&pacing, Some(Duration::from_secs(40))).await;
    advance(Duration::from_secs(40)).await;
    send(&pacing).await;
    assert_eq!(burst(&pacing).await, 99);
}

#[tokio::test(start_paused = true)]
async fn one_wave_of_refusals_takes_half_at_most() {
    let pacing = hundred();
    wave(&pacing, CONFIGURATION, 5, 85, 30).await;
    assert_eq!(1 + burst(&pacing).await, 48);
}

#[tokio::test(start_paused = true)]
async fn one_absurd_answer_shuts_a_service_for_an_hour_at_most() {
    let pacing = hundred();
    for silence in [Duration::from_secs(366 * 24 * 60 * 60), Duration::MAX] {
        refuse(&pacing, Some(silence)).await;
        let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
        assert_eq!(until - Instant::now(), Duration::from_secs(3_600));
        advance(Duration::from_secs(3_600)).await;
        assert!(at_once(&pacing, &Method::PATCH, CONFIGURATION).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_longer_silence_wins() {
    let pacing = hundred();
    let mut permits = Vec::new();
    for _ in 0..3 {
        let mut permit = admit(&pacing).await;
        permit.sending();
        permits.push(permit);
    }
    advance(Duration::from_millis(1)).await;
    let start = Instant::now();
    for (permit, seconds) in permits.into_iter().zip([5, 30, 1]) {
        permit.refused(Some(Duration::from_secs(seconds)));
    }
    assert_eq!(at_once(&pacing, &Method::GET, "/").unwrap_err().until - start, Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_without_a_time_is_guessed_at_and_the_guess_grows() {
    let pacing = hundred();
    for seconds in [1, 2, 4, 8, 16] {
        refuse(&pacing, None).await;
        let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
        assert_eq!(until - Instant::now(), Duration::from_secs(seconds));
        advance(Duration::from_secs(seconds)).await;
    }
    advance(WINDOW * 2).await;
    refuse(&pacing, None).await;
    let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
    assert!((until - Instant::now()).as_secs() == 20, "a window is always enough");
}

#[tokio::test(start_paused = true)]
async fn after_a_success_the_guess_begins_anew() {
    let pacing = hundred();
    for _ in 0..3 {
        refuse(&pacing, None).await;
        let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
        assert_eq!(until - Instant::now(), Duration::from_secs(1));
        send(&pacing).await;
        advance(Duration::from_millis(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_alone_say_nothing_about_a_limit() {
    let pacing = hundred();
    for pause in 0..20 {
        refuse(&pacing, Some(Duration::from_secs(pause))).await;
        advance(WINDOW * 2).await;
    }
    send(&pacing).await;
    assert_eq!(burst(&pacing).await, 99);
}

/// As long as nothing is served, a service is asked again by one request after another, however many wait.
#[tokio::test(start_paused = true)]
async fn after_a_refusal_few_requests_find_out_whether_the_service_serves_again() {
    for path in [CONFIGURATION, "/v1.0/users/1"] {
        let pacing = Pacing::published();
        wave(&pacing, path, 0, 64, 30).await;
        advance(WINDOW).await;
        let mut permit = pacing.admit(&Method::PATCH, path, None).await.unwrap();
        permit.sending();
        advance(Duration::from_millis(50)).await;
        permit.refused(Some(Duration::from_secs(1)));
        advance(Duration::from_secs(1)).await;
        let probe = at_once(&pacing, &Method::PATCH, path).unwrap();
        assert!(at_once(&pacing, &Method::PATCH, path).is_err(), "{path}");
        advance(Duration::from_millis(250)).await;
        assert!(at_once(&pacing, &Method::PATCH, path).is_ok(), "{path}: a probe that hangs stops nobody");
        drop(probe);
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_without_a_published_limit_learns_a_rate() {
    let pacing = Pacing::published();
    let path = "/v1.0/users/1";
    wave(&pacing, path, 300, 20, 10).await;
    assert_eq!(at_once(&pacing, &Method::GET, path).map(drop), Ok(()));
    wave(&pacing, path, 300, 20, 10).await;
    assert!(at_once(&pacing, &Method::GET, "/v1.0/groups").is_ok(), "another service");
    let (start, mut sent) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(10) {
        let mut permit = pacing.admit(&Method::PATCH, path, None).await.unwrap();
        permit.sending();
        permit.answered();
        sent += 1;
    }
    assert!((280..=330).contains(&sent), "{sent}");
    advance(Duration::from_secs(20)).await;
    let mut permits = Vec::new();
    while let Ok(permit) = at_once(&pacing, &Method::PATCH, path) {
        permits.push(permit);
    }
    assert_eq!(permits.len(), 2_000, "half a minute later nothing of it is left");
}
