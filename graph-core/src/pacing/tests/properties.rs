//! Properties that hold for any sequence of responses.

use std::time::Duration;

use http::Method;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tokio::task::JoinSet;
use tokio::time::{Instant, advance, sleep, timeout};

use super::simulation::number;
use super::{CONFIGURATION, Limit, Pacing, WINDOW, try_acquire};
use crate::pacing::learned_rate::LearnedRate;

#[derive(Debug, Clone, Copy)]
enum Outcome {
    Served,
    Throttled(Option<Duration>),
    /// The caller drops the request while it is in flight.
    Dropped,
    /// The caller drops the permit before it sends the request.
    NotSent,
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        6 => Just(Outcome::Served),
        3 => option::of(0_u64..3_000).prop_map(|pause| Outcome::Throttled(pause.map(Duration::from_millis))),
        1 => Just(Outcome::Dropped),
        1 => Just(Outcome::NotSent),
    ]
}

/// After this time without a 429, everything that was learned is forgotten: one and a half growth periods of at most three windows
/// of 20 seconds.
const LEARNED_LIFETIME: Duration = Duration::from_secs(90);

fn paused(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(test);
}

/// Sends a request that has this outcome after this time.
async fn send(pacing: &Pacing, path: &str, outcome: Outcome, takes: Duration) {
    let mut permit =
        pacing.acquire(&Method::PATCH, path, None).await.expect("a request without a deadline always gets a permit");
    if matches!(outcome, Outcome::NotSent) {
        return;
    }
    permit.mark_sent();
    sleep(takes).await;
    match outcome {
        Outcome::Served => permit.release_served(),
        Outcome::Throttled(pause) => permit.release_throttled(pause),
        Outcome::Dropped | Outcome::NotSent => drop(permit),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the responses are: every request gets a permit, and afterwards the whole limit is available again.
    #[test]
    fn no_request_starves_and_no_permit_is_lost(
        outcomes in vec((outcome(), 0_u64..3_000, 0_u64..5_000), 1..150),
        published in any::<bool>(),
    ) {
        paused(async {
            let path = if published { CONFIGURATION } else { "/v1.0/users/1" };
            let pacing = Pacing::published();
            let mut tasks = JoinSet::new();
            for (outcome, starts, takes) in outcomes {
                let pacing = pacing.clone();
                tasks.spawn(async move {
                    sleep(Duration::from_millis(starts)).await;
                    send(&pacing, path, outcome, Duration::from_millis(takes)).await;
                });
            }
            // a backoff is estimated as 20 seconds at most, and each 429 may cause one
            timeout(WINDOW * 200, tasks.join_all()).await.expect("every request gets a permit");
            sleep(WINDOW).await;
            send(&pacing, path, Outcome::Served, Duration::ZERO).await;
            sleep(LEARNED_LIFETIME).await;
            let mut permits = Vec::new();
            while let Ok(permit) = try_acquire(&pacing, &Method::PATCH, path) {
                permits.push(permit);
            }
            assert_eq!(permits.len(), if published { 100 } else { 2_000 });
        });
    }

    /// A learned rate is never lower than nine tenths of what was served between two 429 responses.
    #[test]
    fn a_learned_rate_is_as_high_as_what_was_served(responses in vec((0_u64..1_500, any::<u8>(), 1_u64..2_000), 1..80)) {
        paused(async {
            let start = Instant::now();
            let mut rate = LearnedRate::new(Duration::from_secs(10), None);
            let (mut served, mut refused) = (Vec::new(), Vec::new());
            for (wait, kind, pause) in responses {
                advance(Duration::from_millis(wait + 1)).await;
                let now = Instant::now();
                let sent = now - Duration::from_millis(1);
                if kind < 100 {
                    rate.record_throttled(now, sent, 0);
                    rate.back_off_until(now + Duration::from_millis(pause));
                    refused.push(now);
                    advance(Duration::from_millis(pause + 1)).await;
                } else {
                    rate.record_served(now, sent);
                    served.push(now);
                }
                let now = Instant::now();
                if let Some(slot) = rate.next_slot(now, 1).filter(|_| !rate.is_backing_off(now)) {
                    let interval = slot - now.max(rate.next_slot(now, 0).unwrap());
                    let slowest = refused.iter().enumerate().flat_map(|(index, from)| {
                        let served = &served;
                        refused[index + 1..].iter().filter_map(move |to| {
                            let count = served.iter().filter(|at| *at > from && *at < to).count();
                            (count > 0).then(|| (*to - *from).as_secs_f64() / number(count))
                        })
                    });
                    let slowest = slowest.fold(0.0, f64::max);
                    assert!(interval.as_secs_f64() <= slowest / 0.9, "{interval:?} {slowest} after {:?}", start.elapsed());
                }
            }
        });
    }

    /// A 429 lowers a published limit to half at most, and a limit is not lower than what was served.
    #[test]
    fn a_window_holds_what_was_served_in_the_last_one(
        limit in 10_u32..100,
        served in 1_u32..100,
        refused in 1_u32..100,
        retry_after in option::of(0_u64..30_000),
    ) {
        paused(async {
            let pacing = Pacing::off().limit(Limit::new("published", limit, WINDOW));
            let mut permits = Vec::new();
            while let Ok(mut permit) = try_acquire(&pacing, &Method::PATCH, CONFIGURATION) {
                permit.mark_sent();
                permits.push(permit);
                if permits.len() >= usize::try_from(served + refused).unwrap() {
                    break;
                }
            }
            advance(Duration::from_millis(50)).await;
            let mut accepted = 0;
            for (number, permit) in (0..).zip(permits) {
                if number < served {
                    permit.release_served();
                    accepted += 1;
                } else {
                    permit.release_throttled(retry_after.map(Duration::from_millis));
                }
            }
            sleep(WINDOW * 2).await;
            send(&pacing, CONFIGURATION, Outcome::Served, Duration::ZERO).await;
            let mut again = 1;
            while let Ok(permit) = try_acquire(&pacing, &Method::PATCH, CONFIGURATION) {
                again += 1;
                std::mem::forget(permit);
            }
            assert!(again >= (accepted * 97 / 100).max(limit / 2 * 97 / 100).max(1), "{again} after {accepted} of {limit}");
            assert!(again <= limit);
        });
    }
}
