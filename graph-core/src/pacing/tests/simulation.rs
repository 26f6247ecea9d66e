//! A service in simulated time, and tasks that send to it through a [`Pacing`].

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use super::Pacing;

/// The reply of the simulated service.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reply {
    Served,
    /// Status 429, with `Retry-After` if it is given.
    Throttled(Option<Duration>),
}

/// Tasks that send one request after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Simulation {
    pub(super) path: &'static str,
    pub(super) tasks: u64,
    /// The latency from the client to the service, and the same back.
    pub(super) way: Duration,
    /// The maximum additional latency in each direction.
    pub(super) jitter: Duration,
    pub(super) lasts: Duration,
}

/// The times of the responses, since the start.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    pub(super) served: Vec<Duration>,
    pub(super) throttled: Vec<Duration>,
}

impl Simulation {
    /// Runs the simulation; `service` replies to a request that arrives after the given time.
    pub(super) async fn run(self, pacing: &Pacing, service: impl FnMut(Duration) -> Reply + Send + 'static) -> History {
        let (service, history) = (Arc::new(Mutex::new(service)), Arc::new(Mutex::new(History::default())));
        let start = Instant::now();
        let end = start + self.lasts;
        let mut tasks = JoinSet::new();
        for task in 0..self.tasks {
            let (pacing, service, history) = (pacing.clone(), Arc::clone(&service), Arc::clone(&history));
            tasks.spawn(async move {
                let mut random = Random::new(task);
                while let Ok(permit) = timeout_at(end, pacing.acquire(&Method::PATCH, self.path, None)).await
                    && Instant::now() < end
                {
                    let mut permit = permit.expect("a request without a deadline always gets a permit");
                    permit.mark_sent();
                    sleep(self.way + random.up_to(self.jitter)).await;
                    let reply = (service.lock().unwrap())(start.elapsed());
                    sleep(self.way + random.up_to(self.jitter)).await;
                    let mut history = history.lock().unwrap();
                    match reply {
                        Reply::Served => {
                            history.served.push(start.elapsed());
                            permit.release_served();
                        }
                        Reply::Throttled(retry_after) => {
                            history.throttled.push(start.elapsed());
                            permit.release_throttled(retry_after);
                        }
                    }
                }
            });
        }
        tasks.join_all().await;
        Arc::try_unwrap(history).unwrap().into_inner().unwrap()
    }
}

impl History {
    /// Returns how many requests were served in a period of time.
    pub(super) fn served_between(&self, from: Duration, to: Duration) -> usize {
        self.served.iter().filter(|at| (from..to).contains(*at)).count()
    }

    /// Returns the percentage of throttled requests.
    pub(super) fn throttled_percent(&self) -> f64 {
        100.0 * number(self.throttled.len()) / number(self.throttled.len() + self.served.len())
    }

    pub(super) fn last_throttled(&self) -> Duration {
        self.throttled.last().copied().expect("something was throttled")
    }
}

pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// A limit that counts the requests of the last window, including those that it throttles.
#[derive(Debug)]
pub(super) struct SlidingWindow {
    log: VecDeque<Duration>,
    limit: usize,
    window: Duration,
}

impl SlidingWindow {
    pub(super) fn new(limit: usize, window: Duration) -> Self {
        Self { log: VecDeque::new(), limit, window }
    }

    /// Counts a request. Fails, if it exceeds the limit, with the time after which another one would not.
    pub(super) fn arrive(&mut self, now: Duration) -> Result<(), Duration> {
        self.log.push_back(now);
        while self.log.front().is_some_and(|at| *at + self.window <= now) {
            self.log.pop_front();
        }
        match self.log.len().checked_sub(self.limit + 1) {
            None => Ok(()),
            Some(over) => {
                let leaves = self.log.get(over + 1).copied().unwrap_or(now);
                Err((leaves + self.window).saturating_sub(now))
            }
        }
    }
}

/// A generator of the same numbers in every run.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (seed + 1))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn up_to(&mut self, max: Duration) -> Duration {
        let max = u64::try_from(max.as_micros()).unwrap();
        Duration::from_micros(self.next() % (max + 1))
    }
}
