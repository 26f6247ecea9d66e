//! A tenant in memory, and a network that takes its time.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::{Instant, sleep};

use super::work::Done;

/// A service that counts the requests of any window, refused ones included.
pub(super) struct Tenant {
    limit: usize,
    window: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    log: VecDeque<Instant>,
    requests: usize,
    refused: usize,
    updated: HashMap<String, usize>,
    random: Random,
}

/// How long a request or an answer is under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Network {
    /// At least.
    pub(super) way: Duration,
    /// On average more than that, with a long tail.
    pub(super) jitter: Duration,
}

impl Tenant {
    pub(super) fn new(limit: usize, window: Duration) -> Self {
        Self { limit, window, state: Mutex::default() }
    }

    pub(super) fn done(&self, took: Duration, updates: usize) -> Done {
        let state = self.state();
        let twice = state.updated.values().filter(|times| **times > 1).count();
        Done { took, requests: state.requests, refused: state.refused, lost: updates - state.updated.len(), twice }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request; says after which time there is room again, if there is none.
    pub(super) fn count(&self) -> Result<(), Duration> {
        let (now, mut state) = (Instant::now(), self.state());
        let log = &mut state.log;
        log.push_back(now);
        while log.front().is_some_and(|at| now - *at >= self.window) {
            log.pop_front();
        }
        match log.len().checked_sub(self.limit + 1) {
            None => Ok(()),
            Some(over) => {
                // the next one fits when those above the limit, and one more, are out of the window
                let leaves = log.get(over + 1).map_or(self.window, |at| *at + self.window - now);
                Err(leaves)
            }
        }
    }

    async fn answer(&self, path: &str, network: Network) -> Result<(), Duration> {
        self.travel(network).await;
        let counted = self.count();
        {
            let mut state = self.state();
            state.requests += 1;
            match counted {
                Ok(()) => *state.updated.entry(path.to_owned()).or_default() += 1,
                Err(_) => state.refused += 1,
            }
        }
        self.travel(network).await;
        counted
    }

    async fn travel(&self, network: Network) {
        let tail = -(1.0 - self.state().random.next()).ln();
        sleep(network.way + network.jitter.mul_f64(tail)).await;
    }
}

/// The service as a client reaches it.
pub(super) fn over(
    tenant: Arc<Tenant>,
    network: Network,
) -> impl tower::Service<
    Request<Bytes>,
    Response = Response<String>,
    Error = Infallible,
    Future = impl Future<Output = Result<Response<String>, Infallible>> + Send + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    tower::service_fn(move |request: Request<Bytes>| {
        let tenant = Arc::clone(&tenant);
        async move {
            let answer = tenant.answer(request.uri().path(), network).await;
            let mut response = Response::new(String::new());
            if let Err(wait) = answer {
                // whole seconds, as the service sends them
                let seconds = wait.as_secs() + 1;
                *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
                response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
            } else {
                *response.status_mut() = http::StatusCode::NO_CONTENT;
            }
            Ok(response)
        }
    })
}

/// Somebody else with the same application, who sends so many requests a window, one after the other in equal distances.
pub(super) async fn others(tenant: Arc<Tenant>, requests: usize) {
    let Some(pause) = u32::try_from(requests).ok().and_then(|requests| tenant.window.checked_div(requests)) else {
        return;
    };
    loop {
        _ = tenant.count();
        sleep(pause).await;
    }
}

/// Numbers from 0 to 1 that are the same in each run.
struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}
