//! Many tasks that send updates to a service that counts requests as Microsoft describes it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::simulation::{Random, SlidingWindow};
use super::{Limit, Pacing, WINDOW, acquire};

async fn work(updates: usize, way: u64, jitter: u64) -> (Duration, usize) {
    let pacing = Pacing::off().limit(Limit::new("hundred", 100, WINDOW));
    let window = Arc::new(Mutex::new(SlidingWindow::new(100, WINDOW)));
    let left = Arc::new(Mutex::new(updates));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let (pacing, window, left) = (pacing.clone(), Arc::clone(&window), Arc::clone(&left));
        tasks.spawn(async move {
            let mut random = Random::new(task);
            let mut throttled = 0;
            while {
                let mut left = left.lock().unwrap();
                *left = left.wrapping_sub(1);
                *left != usize::MAX && *left < usize::MAX / 2
            } {
                loop {
                    let mut permit = acquire(&pacing).await;
                    permit.mark_sent();
                    sleep(Duration::from_millis(way) + random.up_to(Duration::from_millis(jitter))).await;
                    let outcome = window.lock().unwrap().arrive(start.elapsed());
                    sleep(Duration::from_millis(way) + random.up_to(Duration::from_millis(jitter))).await;
                    match outcome {
                        Ok(()) => break permit.release_served(),
                        Err(wait) => permit.release_throttled(Some(wait)),
                    }
                    throttled += 1;
                }
            }
            throttled
        });
    }
    let throttled = tasks.join_all().await.into_iter().sum();
    (start.elapsed(), throttled)
}

#[tokio::test(start_paused = true)]
async fn bulk_updates_take_at_most_two_percent_longer_and_under_one_percent_are_throttled() {
    for (way, jitter) in [(0, 0), (5, 5), (25, 25), (100, 20), (100, 200), (400, 100)] {
        let (took, throttled) = work(2_000, way, jitter).await;
        let earliest = WINDOW * 19;
        assert!(took < earliest * 102 / 100, "{way} ms + {jitter}: {took:?}");
        assert!(throttled < 20, "{way} ms + {jitter}: {throttled} throttled");
    }
}
