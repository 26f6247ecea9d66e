use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::limiter::Limiter;
use super::scheduler::SharedScheduler;

/// The right to send one request.
///
/// A permit that is dropped before the request is sent returns its slots. One that is dropped while the request is in flight
/// counts against the limits, because the service may have received the request.
#[derive(Debug)]
#[must_use = "a dropped permit returns its slots"]
pub(crate) struct Permit(Option<Reservation>);

#[derive(Debug)]
struct Reservation {
    scheduler: Arc<SharedScheduler>,
    limiters: Arc<[usize]>,
    sent_at: Option<Instant>,
}

impl Permit {
    /// Returns a permit for a request that no limit applies to.
    pub(super) fn unlimited() -> Self {
        Self(None)
    }

    pub(super) fn new(scheduler: &Arc<SharedScheduler>, limiters: Arc<[usize]>) -> Self {
        Self(Some(Reservation { scheduler: Arc::clone(scheduler), limiters, sent_at: None }))
    }

    /// Records that the request is about to be sent.
    pub(crate) fn mark_sent(&mut self) {
        if let Some(reservation) = &mut self.0 {
            reservation.sent_at = Some(Instant::now());
        }
    }

    /// Releases the permit after a response with a status other than 429.
    pub(crate) fn release_served(mut self) {
        if let Some(Reservation { scheduler, limiters, sent_at }) = self.0.take() {
            let now = Instant::now();
            let sent = sent_at.unwrap_or(now);
            scheduler.update(now, |all| all.for_each(&limiters, |limiter| limiter.record_served(now, sent)));
        }
    }

    /// Releases the permit after a response with status 429.
    pub(crate) fn release_throttled(mut self, retry_after: Option<Duration>) {
        if let Some(Reservation { scheduler, limiters, sent_at }) = self.0.take() {
            let now = Instant::now();
            let sent = sent_at.unwrap_or(now);
            scheduler.update(now, |all| all.record_throttled(&limiters, now, sent, retry_after));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(Reservation { scheduler, limiters, sent_at }) = self.0.take() {
            let now = Instant::now();
            let release = |limiter: &mut Limiter| {
                if sent_at.is_some() { limiter.record_abandoned(now) } else { limiter.release_unused(now) }
            };
            scheduler.update(now, |all| all.for_each(&limiters, release));
        }
    }
}
