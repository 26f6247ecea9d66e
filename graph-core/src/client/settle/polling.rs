use std::fmt;
use std::time::Duration;

use tokio::time::timeout;

use crate::client::inner::ClientInner;
use crate::error::{Error, Wait};
use crate::failure::ErrorKind;
use crate::retry::equal_jitter;
use crate::transport::Deadline;

/// How long an operation waits between two reads.
#[derive(Debug, Clone, Copy)]
pub(in crate::client) struct Pace {
    /// The wait after the first read.
    pub(in crate::client) interval: Duration,
    /// The maximum of the waits.
    pub(in crate::client) max_interval: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { interval: Duration::from_secs(1), max_interval: Duration::from_secs(30) }
    }
}

/// The reads of one operation: how many there were, and when the next one is made.
#[derive(Debug)]
pub(in crate::client) struct Polling {
    deadline: Deadline,
    limit: Duration,
    pace: Pace,
    reads: u32,
    /// The number of waits since the pace was restarted.
    waits: u32,
}

impl Polling {
    pub(in crate::client) fn new(limit: Duration, pace: Pace) -> Self {
        Self { deadline: Deadline::after(limit), limit, pace, reads: 0, waits: 0 }
    }

    /// Returns the time that is left.
    pub(in crate::client) fn remaining(&self) -> Duration {
        self.deadline.remaining().unwrap_or(self.limit)
    }

    pub(in crate::client) fn count_read(&mut self) {
        self.reads = self.reads.saturating_add(1);
    }

    pub(in crate::client) fn reads(&self) -> u32 {
        self.reads
    }

    /// Makes the next wait as short as the first one.
    pub(in crate::client) fn restart(&mut self) {
        self.waits = 0;
    }

    /// Waits before the next read. Returns whether there is time for one.
    ///
    /// The last read is made one interval before the deadline, so that it can end before it.
    pub(in crate::client) async fn wait(&mut self, client: &ClientInner) -> bool {
        let time = self.remaining().saturating_sub(self.pace.interval);
        if time.is_zero() {
            return false;
        }
        self.waits = self.waits.saturating_add(1);
        let max = self.pace.max_interval.max(self.pace.interval);
        let wait = equal_jitter(self.pace.interval, max, self.waits).min(time);
        // The next read checks which of them it was.
        let _ = timeout(wait, client.shutdown.requested()).await;
        true
    }

    /// Returns the error of an operation that ended at its deadline.
    #[cold]
    pub(in crate::client) fn error(&self, what: &str, last: impl fmt::Display) -> Error {
        let message = format!("{what} within the deadline of {}: {last}", Wait(self.limit));
        Error::new(ErrorKind::Timeout, message)
    }

    /// Returns the text `the last of 3 reads`.
    pub(in crate::client) fn last_read(&self) -> String {
        match self.reads {
            1 => "the only read".to_owned(),
            reads => format!("the last of {reads} reads"),
        }
    }
}
