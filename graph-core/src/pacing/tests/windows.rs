use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{CONFIGURATION, Limit, Pacing, WINDOW, admit, at_once, send, ten_in_a_window};

#[tokio::test(start_paused = true)]
async fn a_window_holds_the_limit_and_no_more() {
    let pacing = ten_in_a_window();
    let start = Instant::now();
    let mut moments = Vec::new();
    for _ in 0..35 {
        send(&pacing).await;
        moments.push(start.elapsed());
    }
    assert!(moments[..10].iter().all(Duration::is_zero), "the first ten go at once");
    for pair in moments.windows(11) {
        assert!(pair[10] > pair[0] + WINDOW, "{moments:?}");
    }
    assert!(moments[34] < WINDOW * 3 + Duration::from_millis(100), "no time is wasted: {moments:?}");
}

#[tokio::test(start_paused = true)]
async fn the_window_begins_with_the_answer() {
    let pacing = ten_in_a_window();
    let mut permits = Vec::new();
    for _ in 0..10 {
        let mut permit = admit(&pacing).await;
        permit.sending();
        permits.push(permit);
    }
    sleep(Duration::from_secs(7)).await;
    let answered = Instant::now();
    permits.into_iter().for_each(super::Permit::answered);
    send(&pacing).await;
    assert!(answered.elapsed() > WINDOW);
}

#[tokio::test(start_paused = true)]
async fn a_known_round_trip_is_not_waited_for_twice() {
    let pacing = ten_in_a_window();
    let start = Instant::now();
    for _ in 0..3 {
        let mut tasks = JoinSet::new();
        for _ in 0..10 {
            let pacing = pacing.clone();
            tasks.spawn(async move {
                let mut permit = admit(&pacing).await;
                permit.sending();
                sleep(Duration::from_secs(1)).await;
                permit.answered();
            });
        }
        tasks.join_all().await;
    }
    // the first two windows are not enough to know it: they cost a round trip more
    let fourth = admit(&pacing).await;
    assert!(start.elapsed() < WINDOW * 3 + Duration::from_millis(1_500 + 700), "{:?}", start.elapsed());
    assert!(start.elapsed() > WINDOW * 3 + Duration::from_secs(1));
    drop(fourth);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_sent_is_given_back() {
    let pacing = ten_in_a_window();
    let start = Instant::now();
    for _ in 0..100 {
        drop(admit(&pacing).await);
    }
    assert!(start.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn what_is_dropped_under_way_counts() {
    let pacing = ten_in_a_window();
    for _ in 0..10 {
        admit(&pacing).await.sending();
    }
    let start = Instant::now();
    send(&pacing).await;
    assert!(start.elapsed() > WINDOW);
}

#[tokio::test(start_paused = true)]
async fn who_stops_waiting_leaves_no_hole() {
    let pacing = ten_in_a_window();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for number in 0..40_u64 {
        let pacing = pacing.clone();
        tasks.spawn(async move {
            if number.is_multiple_of(2) {
                // the first in the queue is among them, and some are dropped in the moment of their turn
                let patience = if number.is_multiple_of(4) { 1 } else { 20 };
                timeout(Duration::from_secs(patience) + Duration::from_millis(11), send(&pacing)).await.is_ok()
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
async fn a_permit_that_nobody_took_is_given_back() {
    let pacing = ten_in_a_window();
    for _ in 0..10 {
        send(&pacing).await;
    }
    let mut waiting = Box::pin(admit(&pacing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    let behind = tokio::spawn({
        let pacing = pacing.clone();
        async move { admit(&pacing).await }
    });
    tokio::task::yield_now().await;
    // granted by the timer of nobody: another one looks
    tokio::time::advance(WINDOW + Duration::from_secs(1)).await;
    pacing.0.lock().settle(Instant::now());
    drop(waiting);
    for _ in 0..9 {
        send(&pacing).await;
    }
    drop(behind.await.unwrap());
    let start = Instant::now();
    send(&pacing).await;
    assert!(start.elapsed().is_zero(), "one of ten slots was lost");
}

#[tokio::test(start_paused = true)]
async fn a_window_without_end_is_a_year_and_panics_nowhere() {
    let pacing = Pacing::off().limit(Limit::new("x", 1, Duration::MAX));
    let start = Instant::now();
    send(&pacing).await;
    let year = Duration::from_secs(366 * 24 * 60 * 60);
    let until = at_once(&pacing, &Method::PATCH, CONFIGURATION).unwrap_err().until;
    assert!(until - start >= year && until - start < year * 1_001 / 1_000, "{:?}", until - start);
    let mut waiting = Box::pin(admit(&pacing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
}
