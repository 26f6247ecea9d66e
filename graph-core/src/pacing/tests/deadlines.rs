use std::time::Duration;

use http::Method;
use tokio::time::{Instant, sleep};

use super::{CONFIGURATION, WINDOW, admit, at_once, send, ten_in_a_window};

#[tokio::test(start_paused = true)]
async fn a_caller_who_cannot_wait_is_told_at_once_and_until_when() {
    let pacing = ten_in_a_window();
    let start = Instant::now();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
    assert!(until - start >= WINDOW && until - start < WINDOW + Duration::from_millis(50));
    assert!(start.elapsed().is_zero());

    let permit = pacing.admit(&Method::PATCH, CONFIGURATION, Some(until)).await;
    assert!(permit.is_ok(), "and then it is true");
}

#[tokio::test(start_paused = true)]
async fn the_place_in_the_queue_is_part_of_the_answer() {
    let pacing = ten_in_a_window();
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
    let throttled = pacing.admit(&Method::PATCH, CONFIGURATION, Some(deadline)).await.unwrap_err();
    assert!(throttled.until > deadline && start.elapsed().is_zero());
    for waiting in queue {
        waiting.await.unwrap();
    }
    assert!(
        throttled.until <= Instant::now() + WINDOW,
        "a promise that is too late would send people away for nothing"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_sends_away_those_who_will_be_late() {
    let pacing = ten_in_a_window();
    let mut last = admit(&pacing).await;
    last.sending();
    for _ in 0..9 {
        send(&pacing).await;
    }
    let start = Instant::now();
    let hurried = tokio::spawn({
        let pacing = pacing.clone();
        async move { pacing.admit(&Method::PATCH, CONFIGURATION, Some(start + WINDOW * 3 / 2)).await.map(drop) }
    });
    let patient = tokio::spawn({
        let pacing = pacing.clone();
        async move { pacing.admit(&Method::PATCH, CONFIGURATION, None).await.map(drop) }
    });
    sleep(Duration::from_secs(1)).await;
    last.refused(Some(Duration::from_secs(60)));
    let throttled = hurried.await.unwrap().unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(1), "at once, not at the deadline");
    assert_eq!(throttled.until, start + Duration::from_secs(61));
    patient.await.unwrap().unwrap();
    assert!(start.elapsed() >= Duration::from_secs(61));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_waiting_for_an_answer() {
    let pacing = ten_in_a_window();
    let mut slow = Vec::new();
    for _ in 0..10 {
        let mut permit = admit(&pacing).await;
        permit.sending();
        slow.push(permit);
    }
    let start = Instant::now();
    // the answers may come at once, so that a turn within 21 s is possible
    let deadline = start + Duration::from_secs(21);
    let throttled = pacing.admit(&Method::PATCH, CONFIGURATION, Some(deadline)).await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(21));
    assert!(throttled.until > deadline);
    drop(slow);
    assert!(pacing.admit(&Method::PATCH, CONFIGURATION, None).await.is_ok());
}
