//! The deadline of a call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::error::{Error, Wait};
use crate::failure::ErrorKind;

/// The time at which a call ends, whatever it waits for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    /// `None` if the time limit is longer than the clock can represent.
    at: Option<Instant>,
    limit: Duration,
}

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Self { at: Instant::now().checked_add(limit), limit }
    }

    pub(crate) fn at(self) -> Option<Instant> {
        self.at
    }

    /// Returns the time that is left.
    pub(crate) fn remaining(self) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Returns whether a wait would end before the deadline.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        self.remaining().is_none_or(|remaining| wait < remaining)
    }

    /// Returns the output of `future`, or `None` if the deadline passes before. No timer is set for a future that is ready at
    /// once.
    pub(crate) async fn bound<F: Future>(self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        if let Poll::Ready(output) = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            return Some(output);
        }
        match self.at {
            Some(at) => timeout_at(at, future).await.ok(),
            None => Some(future.await),
        }
    }

    #[cold]
    pub(crate) fn error(self) -> Error {
        Error::new(ErrorKind::Timeout, self.message())
    }

    pub(super) fn message(self) -> String {
        format!("the call did not end within its deadline of {}", Wait(self.limit))
    }
}
