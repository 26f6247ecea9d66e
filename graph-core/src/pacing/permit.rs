use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::gate::Gate;
use super::{Pacing, Shared};

/// The right to send one request. Dropped before it is used, it is given back; dropped while the request is under way, the
/// request counts, because the service may have seen it.
#[derive(Debug)]
#[must_use = "dropped, it is given back"]
pub(crate) struct Permit(Option<Held>);

#[derive(Debug)]
struct Held {
    shared: Arc<Shared>,
    gates: Arc<[usize]>,
    sent: Option<Instant>,
}

impl Permit {
    /// For a request that nothing limits.
    pub(super) fn free() -> Self {
        Self(None)
    }

    pub(super) fn new(pacing: &Pacing, gates: Arc<[usize]>) -> Self {
        Self(Some(Held { shared: Arc::clone(&pacing.0), gates, sent: None }))
    }

    /// The request is about to leave.
    pub(crate) fn sending(&mut self) {
        if let Some(held) = &mut self.0 {
            held.sent = Some(Instant::now());
        }
    }

    /// The service answered, and not that there are too many requests.
    pub(crate) fn answered(mut self) {
        if let Some(Held { shared, gates, sent }) = self.0.take() {
            let now = Instant::now();
            let sent = sent.unwrap_or(now);
            shared.change(now, |all| all.release(&gates, |gate| gate.succeeded(now, sent)));
        }
    }

    /// The service answered that there are too many requests, and perhaps when to come again.
    pub(crate) fn refused(mut self, retry_after: Option<Duration>) {
        if let Some(Held { shared, gates, sent }) = self.0.take() {
            let now = Instant::now();
            let sent = sent.unwrap_or(now);
            shared.change(now, |all| all.refuse(&gates, now, sent, retry_after));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(Held { shared, gates, sent }) = self.0.take() {
            let now = Instant::now();
            let tell = |gate: &mut Gate| if sent.is_some() { gate.count(now) } else { gate.give_back(now) };
            shared.change(now, |all| all.release(&gates, tell));
        }
    }
}
