//! A service in simulated time, and tasks that send to it through a [`Pacing`].

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};

use super::Pacing;

/// How the service answers a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Answer {
    Served,
    /// Status 429, with `Retry-After` if it is given.
    Refused(Option<Duration>),
}

/// Tasks that send one request after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Simulation {
    pub(super) path: &'static str,
    pub(super) tasks: u64,
    /// From the client to the service, and the same back.
    pub(super) way: Duration,
    /// Each way takes up to so much longer.
    pub(super) jitter: Duration,
    pub(super) lasts: Duration,
}

/// When requests were answered, since the start.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    pub(super) served: Vec<Duration>,
    pub(super) refused: Vec<Duration>,
}

impl Simulation {
    /// `service` answers a request that arrives so long after the start.
    pub(super) async fn run(
        self,
        pacing: &Pacing,
        service: impl FnMut(Duration) -> Answer + Send + 'static,
    ) -> History {
        let (service, history) = (Arc::new(Mutex::new(service)), Arc::new(Mutex::new(History::default())));
        let start = Instant::now();
        let end = start + self.lasts;
        let mut tasks = JoinSet::new();
        for task in 0..self.tasks {
            let (pacing, service, history) = (pacing.clone(), Arc::clone(&service), Arc::clone(&history));
            tasks.spawn(async move {
                let mut random = Random::new(task);
                while let Ok(permit) = timeout_at(end, pacing.admit(&Method::PATCH, self.path, None)).await
                    && Instant::now() < end
                {
                    let mut permit = permit.expect("a caller without a deadline waits");
                    permit.sending();
                    sleep(self.way + random.up_to(self.jitter)).await;
                    let answer = (service.lock().unwrap())(start.elapsed());
                    sleep(self.way + random.up_to(self.jitter)).await;
                    let mut history = history.lock().unwrap();
                    match answer {
                        Answer::Served => {
                            history.served.push(start.elapsed());
                            permit.answered();
                        }
                        Answer::Refused(retry_after) => {
                            history.refused.push(start.elapsed());
                            permit.refused(retry_after);
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
    /// How many requests were served from one moment to another.
    pub(super) fn served_between(&self, from: Duration, to: Duration) -> usize {
        self.served.iter().filter(|at| (from..to).contains(*at)).count()
    }

    /// Of a hundred requests.
    pub(super) fn refused_percent(&self) -> f64 {
        100.0 * number(self.refused.len()) / number(self.refused.len() + self.served.len())
    }

    pub(super) fn last_refusal(&self) -> Duration {
        self.refused.last().copied().expect("something was refused")
    }
}

pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// A limit that counts the requests of the last window, those that it refuses included.
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

    /// Counts a request; if it is too much, how long it takes until another one would not be.
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

/// The same numbers in every run.
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

    pub(super) fn up_to(&mut self, most: Duration) -> Duration {
        let most = u64::try_from(most.as_micros()).unwrap();
        Duration::from_micros(self.next() % (most + 1))
    }
}
