//! The requests that wait for the same limiters.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::time::Instant;

use crate::pacing::admission::Waiter;

#[derive(Debug)]
pub(super) struct Queue {
    pub(super) limiters: Arc<[usize]>,
    /// In the order of their arrival.
    pub(super) waiters: VecDeque<Arc<Waiter>>,
    /// When the first waiter checks again.
    pub(super) timer: Option<Instant>,
}

impl Queue {
    pub(super) fn new(limiters: Arc<[usize]>) -> Self {
        Self { limiters, waiters: VecDeque::new(), timer: None }
    }

    /// Removes a waiter, and returns how many were ahead of it.
    pub(super) fn remove(&mut self, waiter: &Waiter) -> Option<usize> {
        let index = self.waiters.binary_search_by_key(&waiter.ticket, |other| other.ticket).ok()?;
        self.waiters.remove(index);
        // The timer is that of the first waiter.
        self.timer = self.timer.filter(|_| index > 0);
        Some(index)
    }

    pub(super) fn has_deadlines(&self) -> bool {
        self.waiters.iter().any(|waiter| waiter.deadline.is_some())
    }
}
