//! A service in memory with a limit per tenant, and a network with latency.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::{Instant, sleep};

use super::workload::{UPDATES, WorkSummary};

/// A tenant of a service that counts the requests in any window, including rejected ones.
pub(super) struct Tenant {
    limit: usize,
    window: Duration,
    state: Mutex<TenantState>,
}

#[derive(Default)]
struct TenantState {
    recent: VecDeque<Instant>,
    requests: usize,
    rejected: usize,
    updated: HashMap<String, usize>,
    random: Xorshift,
}

/// The latency of requests and responses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Network {
    /// The minimum latency.
    pub(super) latency: Duration,
    /// The average of the additional, exponentially distributed latency.
    pub(super) jitter: Duration,
}

impl Tenant {
    pub(super) fn new(limit: usize, window: Duration) -> Self {
        Self { limit, window, state: Mutex::default() }
    }

    pub(super) fn summary(&self, elapsed: Duration) -> WorkSummary {
        let state = self.state();
        let updated_twice = state.updated.values().filter(|times| **times > 1).count();
        WorkSummary {
            elapsed,
            requests: state.requests,
            rejected: state.rejected,
            lost: UPDATES - state.updated.len(),
            updated_twice,
        }
    }

    fn state(&self) -> MutexGuard<'_, TenantState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request. Returns the time until a request is accepted again if the limit is exceeded.
    pub(super) fn count(&self) -> Result<(), Duration> {
        let (now, mut state) = (Instant::now(), self.state());
        let recent = &mut state.recent;
        recent.push_back(now);
        while recent.front().is_some_and(|at| now - *at >= self.window) {
            recent.pop_front();
        }
        match recent.len().checked_sub(self.limit + 1) {
            None => Ok(()),
            Some(over) => {
                // the next request is accepted when the requests above the limit, and one more, have left the window
                let wait = recent.get(over + 1).map_or(self.window, |at| *at + self.window - now);
                Err(wait)
            }
        }
    }

    async fn respond(&self, path: &str, network: Network) -> Result<(), Duration> {
        self.delay(network).await;
        let counted = self.count();
        {
            let mut state = self.state();
            state.requests += 1;
            match counted {
                Ok(()) => *state.updated.entry(path.to_owned()).or_default() += 1,
                Err(_) => state.rejected += 1,
            }
        }
        self.delay(network).await;
        counted
    }

    async fn delay(&self, network: Network) {
        let tail = -(1.0 - self.state().random.next()).ln();
        sleep(network.latency + network.jitter.mul_f64(tail)).await;
    }
}

/// Returns the transport for a client of the service.
pub(super) fn transport(
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
            let counted = tenant.respond(request.uri().path(), network).await;
            let mut response = Response::new(String::new());
            if let Err(wait) = counted {
                // in whole seconds, like the real service
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

/// Sends a number of requests of another client per window, at equal intervals.
pub(super) async fn send_requests_of_others(tenant: Arc<Tenant>, requests: usize) {
    let Some(pause) = u32::try_from(requests).ok().and_then(|requests| tenant.window.checked_div(requests)) else {
        return;
    };
    loop {
        _ = tenant.count();
        sleep(pause).await;
    }
}

/// Pseudo-random numbers from 0 to 1 that are the same in every run.
struct Xorshift(u64);

impl Default for Xorshift {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Xorshift {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}
