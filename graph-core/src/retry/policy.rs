use std::time::Duration;

use tower::retry::budget::TpsBudget;

use super::backoff::{equal_jitter, random_part};

/// Configures how often and when a client retries a request.
///
/// *What* is retried is not configurable; see the table of the [module](crate::retry).
///
/// ```
/// use std::time::Duration;
/// use graph_core::{Cloud, GraphClient};
/// use graph_core::retry::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(8).max_backoff(Duration::from_secs(60));
/// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").retry(patient).build()?;
/// # Ok::<(), graph_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a policy has no effect until it is passed to a client"]
#[non_exhaustive]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    budget: (u32, u8),
}

impl RetryPolicy {
    /// Disables retries.
    ///
    /// Only an access token that the service rejects is still replaced by a new one, once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first one. Defaults to 5.
    ///
    /// 0 is the same as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the maximum backoff before the first retry. Defaults to half a second.
    ///
    /// It doubles with each further retry. It applies if the service does not send `Retry-After`.
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the maximum backoff before any retry. Defaults to 30 seconds.
    ///
    /// It does not limit `Retry-After`, which the client always respects. If that wait would end after the deadline of the call, the
    /// call fails at once with [`ErrorKind::Throttled`](crate::ErrorKind::Throttled).
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Limits the retries of all clones of the client together. Defaults to 10 per second and 20 percent.
    ///
    /// The budget is a number of retries per second, plus a percentage of the successful requests, measured over 10 seconds. If it is
    /// exhausted, a failed request is not retried. This prevents retries from multiplying the load of a service that fails. A retry
    /// after `Retry-After` does not count against the budget.
    pub fn budget(mut self, per_second: u32, percent: u8) -> Self {
        self.budget = (per_second, percent);
        self
    }

    pub(crate) fn attempt_limit(&self) -> u32 {
        self.max_attempts
    }

    /// Returns the backoff after attempt number `attempt`.
    pub(crate) fn backoff(&self, attempt: u32, retry_after: Option<Duration>) -> Duration {
        let backoff = equal_jitter(self.initial_backoff, self.max_backoff, attempt);
        match retry_after {
            Some(retry_after) => backoff.max(retry_after.saturating_add(random_part(self.initial_backoff / 2))),
            None => backoff,
        }
    }

    /// Creates the budget that all clones of a client share.
    ///
    /// It is tower's, which is Finagle's: a rate that small programs never reach, and a share that grows with the number of successful
    /// requests, so that large programs need no configuration.
    pub(crate) fn shared_budget(&self) -> TpsBudget {
        let (per_second, percent) = self.budget;
        TpsBudget::new(BUDGET_WINDOW, per_second.min(MAX_PER_SECOND), f32::from(percent) / 100.0)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(30),
            budget: (10, 20),
        }
    }
}

const BUDGET_WINDOW: Duration = Duration::from_secs(10);

/// tower panics above this limit.
const MAX_PER_SECOND: u32 = 1_000_000;
