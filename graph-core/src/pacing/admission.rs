//! The outcomes of waiting for a permit.

use std::sync::OnceLock;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A request cannot get a permit before its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeadlineExceeded {
    /// The earliest time at which a permit can be available.
    pub(crate) available_at: Instant,
    pub(crate) reason: WaitReason,
}

/// What a request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitReason {
    /// The requests before it use up a known limit.
    Limit,
    /// The service asked for a longer backoff with `Retry-After`.
    RetryAfter,
    /// The service throttled earlier requests, and its limit is not known.
    Throttling,
}

/// A request that waits for a permit.
#[derive(Debug)]
pub(super) struct Waiter {
    /// Numbers waiters in the order of their arrival.
    pub(super) ticket: u64,
    /// The index of the queue that it waits in.
    pub(super) queue: usize,
    pub(super) since: Instant,
    pub(super) deadline: Option<Instant>,
    pub(super) wake: Notify,
    pub(super) outcome: OnceLock<Result<(), DeadlineExceeded>>,
}

impl Waiter {
    pub(super) fn new(ticket: u64, queue: usize, since: Instant, deadline: Option<Instant>) -> Self {
        Self { ticket, queue, since, deadline, wake: Notify::new(), outcome: OnceLock::new() }
    }

    /// Sets the outcome and wakes the task that waits for it.
    pub(super) fn resolve(&self, outcome: Result<(), DeadlineExceeded>) {
        _ = self.outcome.set(outcome);
        self.wake.notify_one();
    }
}
