use std::time::Duration;

use tower::retry::budget::TpsBudget;

use super::backoff::{equal_jitter, random_part};

/// How often and when a client sends a request again.
///
/// *What* is sent again is not a matter of taste; the [module](crate::retry) has the table.
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
#[must_use = "a policy acts only once a client has it"]
#[non_exhaustive]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    budget: (u32, u8),
}

impl RetryPolicy {
    /// Sends nothing again. Only a token that is refused is still replaced by a new one, once.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a request is sent at most, the first time included; 5 unless said. 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// How long the first wait is at most, if the service does not say; half a second unless said. Each further one is
    /// twice as long.
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// How long any wait is at most, if the service does not say; 30 seconds unless said.
    ///
    /// The service's own `Retry-After` is always kept. Where that would pass the deadline of the call, the call fails at
    /// once with [`ErrorKind::Throttled`](crate::ErrorKind::Throttled).
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// How many repetitions all clones of the client may make together: so many a second at least, and so many percent of the
    /// requests that succeeded; 10 and 20 unless said. Above it, a failure is given back instead of repeated.
    ///
    /// It keeps a service that fails from being hit several times as hard, and is counted over 10 seconds. A
    /// repetition that the service asked for with `Retry-After` costs nothing.
    pub fn budget(mut self, per_second: u32, percent: u8) -> Self {
        self.budget = (per_second, percent);
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// The wait after attempt number `attempt`.
    pub(crate) fn wait(&self, attempt: u32, retry_after: Option<Duration>) -> Duration {
        let backoff = equal_jitter(self.initial_backoff, self.max_backoff, attempt);
        match retry_after {
            Some(floor) => backoff.max(floor.saturating_add(random_part(self.initial_backoff / 2))),
            None => backoff,
        }
    }

    /// The budget that all clones of a client share.
    ///
    /// It is tower's, which is Finagle's: a rate that small programs never reach, and a share that grows with success, so
    /// that no number has to be guessed for large ones. A bucket of our own would differ only in its faults.
    pub(crate) fn shared_budget(&self) -> TpsBudget {
        let (per_second, percent) = self.budget;
        TpsBudget::new(BUDGET_WINDOW, per_second.min(MOST_PER_SECOND), f32::from(percent) / 100.0)
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

/// Above it, tower refuses to count.
const MOST_PER_SECOND: u32 = 1_000_000;
