//! What is observed between two throttled requests.

use std::time::Duration;

use tokio::time::Instant;

#[derive(Debug, Clone, Copy)]
pub(super) struct Trial {
    pub(super) started_at: Instant,
    pub(super) served: u32,
    pub(super) throttled: u32,
    /// For how long nothing was served because of throttling.
    pub(super) backed_off: Duration,
    /// How many times the service throttled a request after it had served one.
    pub(super) backoffs: u32,
}

/// The time from a 429 until the service serves something again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Backoff {
    pub(super) started_at: Instant,
    /// Nothing is sent before.
    pub(super) until: Instant,
    /// How many requests were served in the window before the backoff.
    pub(super) served_before: u32,
    /// Whether requests at the estimated rate were accepted, and the service throttled those beyond it.
    pub(super) confirms_estimate: bool,
}

/// A trial is conclusive from this many throttled requests on, plus a percentage of all requests. Fewer cost less than a rate
/// that is too low, and do not show that the rate was their reason.
const MIN_THROTTLED: u64 = 8;
const MIN_THROTTLED_PERCENT: u64 = 4;

impl Trial {
    pub(super) fn new(started_at: Instant) -> Self {
        Self { started_at, served: 0, throttled: 0, backed_off: Duration::ZERO, backoffs: 0 }
    }

    /// Returns whether enough requests were throttled to show that the rate was the reason.
    pub(super) fn is_conclusive(&self) -> bool {
        let (served, throttled) = (u64::from(self.served), u64::from(self.throttled));
        throttled >= MIN_THROTTLED + (served + throttled) * MIN_THROTTLED_PERCENT / 100
    }
}
