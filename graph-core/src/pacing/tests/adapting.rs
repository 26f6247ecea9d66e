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

#[tokio::test(start_paused = true)]
async fn it_goes_on_slower_and_climbs_back() {
    let pacing = hundred();
    let full = burst(&pacing).await;
    assert_eq!(full, 100);
    for _ in 0..50 {
        send(&pacing).await;
    }
    refuse(&pacing, Some(Duration::from_secs(40))).await;
    advance(Duration::from_secs(40)).await;
    // nine tenths of the fifty that got through, but at least half of the hundred before
    let mut bursts = vec![burst(&pacing).await];
    assert!((50..=53).contains(&bursts[0]), "{bursts:?}");
    while bursts.last() != Some(&100) {
        bursts.push(burst(&pacing).await);
        assert!(bursts.len() < 40, "{bursts:?}");
    }
    assert!(bursts.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] <= 3), "additive: {bursts:?}");
    assert_eq!(burst(&pacing).await, 100, "never above what is published");
}

#[tokio::test(start_paused = true)]
async fn one_wave_of_refusals_is_one_decrease() {
    let pacing = hundred();
    let mut wave = Vec::new();
    for number in 0..90 {
        let mut permit = admit(&pacing).await;
        permit.sending();
        if number < 50 {
            permit.answered();
        } else {
            wave.push(permit);
        }
    }
    advance(Duration::from_millis(100)).await;
    for permit in wave {
        permit.refused(Some(Duration::from_secs(30)));
    }
    advance(Duration::from_secs(31)).await;
    assert!(burst(&pacing).await >= 50);
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
async fn refusals_alone_leave_one_request_and_not_none() {
    let pacing = hundred();
    for _ in 0..20 {
        refuse(&pacing, Some(Duration::ZERO)).await;
        advance(WINDOW * 2).await;
    }
    assert!((1..=4).contains(&burst(&pacing).await), "what succeeds makes room at once");
    let start = Instant::now();
    for _ in 0..3 {
        send(&pacing).await;
    }
    assert!(start.elapsed() < WINDOW * 3);
}

#[tokio::test(start_paused = true)]
async fn a_service_without_a_published_limit_learns_one() {
    let pacing = Pacing::published();
    let path = "/v1.0/users/1";
    let sending = async || {
        let mut permit = pacing.admit(&Method::PATCH, path, None).await.unwrap();
        permit.sending();
        advance(Duration::from_millis(1)).await;
        permit
    };
    for _ in 0..300 {
        sending().await.answered();
    }
    sending().await.refused(Some(Duration::from_secs(15)));
    let start = Instant::now();
    assert_eq!(at_once(&pacing, &Method::GET, "/beta/users/2").unwrap_err().until - start, Duration::from_secs(15));
    assert!(at_once(&pacing, &Method::GET, "/v1.0/groups").is_ok(), "another service");
    advance(Duration::from_secs(15)).await;
    let mut sent = 0;
    while at_once(&pacing, &Method::PATCH, path).map(|mut permit| permit.sending()).is_ok() {
        sent += 1;
    }
    assert!((260..=272).contains(&sent), "{sent}");
}
