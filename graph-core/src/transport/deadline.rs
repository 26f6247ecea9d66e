//! The moment at which a call ends, whatever it waits for.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::error::{Error, Wait};
use crate::failure::ErrorKind;

/// When a call ends, and how long that was when it began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    /// None where the time is longer than a clock can count.
    at: Option<Instant>,
    whole: Duration,
}

impl Deadline {
    pub(crate) fn after(whole: Duration) -> Self {
        Self { at: Instant::now().checked_add(whole), whole }
    }

    pub(crate) fn at(self) -> Option<Instant> {
        self.at
    }

    /// How much is left.
    pub(crate) fn left(self) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Whether there is time for a wait, and for something after it.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        self.left().is_none_or(|left| wait < left)
    }

    /// The outcome of `future`, or none if the deadline passed before. No timer is set for what is ready at once.
    pub(crate) async fn bound<F: Future>(self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        if let Poll::Ready(outcome) = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            return Some(outcome);
        }
        match self.at {
            Some(at) => timeout_at(at, future).await.ok(),
            None => Some(future.await),
        }
    }

    #[cold]
    pub(crate) fn passed(self) -> Error {
        Error::new(ErrorKind::Timeout, self.passed_text())
    }

    pub(crate) fn passed_text(self) -> String {
        format!("the call did not end within its deadline of {}", Wait(self.whole))
    }
}
