//! Makes a change: read, send, read back, and again if another program interfered.

use std::time::Duration;

use graph_core::ErrorKind;
use tokio::time::{Instant, sleep};

use crate::applied::AppliedAssignments;
use crate::assignable::AssignableType;
use crate::call::Calls;
use crate::edits::Edits;
use crate::error::{AssignmentError, AssignmentErrorKind};
use crate::list::AssignmentList;
use crate::plan::{AssignmentChange, AssignmentPlan};
use crate::settling::Settling;

/// A change that is being made.
pub(crate) struct Change {
    pub(crate) calls: Calls,
    pub(crate) edits: Edits,
    pub(crate) if_unchanged: Option<AssignmentList>,
    pub(crate) settling: Settling,
    pub(crate) max_attempts: u32,
}

/// What has happened so far.
#[derive(Default)]
struct Progress {
    sent: u32,
    reads: u32,
    concurrent_changes: u32,
    /// What was sent first.
    changes: Vec<AssignmentChange>,
    /// Why it is unknown whether the service processed the list that was sent last.
    ambiguity: Option<graph_core::Error>,
}

/// How the list read back after it was sent.
enum ReadBack {
    /// As it should be.
    Settled(AssignmentList),
    /// Another program wrote it.
    Overwritten,
    /// As it was before it was sent, for as long as an old state may be read.
    Unprocessed,
}

impl Change {
    pub(crate) async fn apply(mut self) -> Result<AppliedAssignments, AssignmentError> {
        self.edits.check(self.assignable(), self.calls.subject.version)?;
        let mut progress = Progress::default();
        loop {
            let before = self.read_before_sending(&mut progress).await?;
            let after = self.edits.apply(&before, self.assignable())?;
            if after == before && progress.sent == 0 {
                return Ok(progress.into_output(before));
            }
            // Another program may have restored it. It must settle in any case.
            if after != before && !self.send(&before, &after, &mut progress).await? {
                continue;
            }
            match self.read_back(&before, &mut progress).await? {
                ReadBack::Settled(list) => return Ok(progress.into_output(list)),
                ReadBack::Unprocessed => {}
                ReadBack::Overwritten => {
                    progress.concurrent_changes += 1;
                    if self.if_unchanged.is_some() {
                        return Err(changed_after_sending());
                    }
                }
            }
            if progress.sent >= self.max_attempts {
                return Err(conflict(progress.sent).with_source(progress.ambiguity));
            }
        }
    }

    fn assignable(&self) -> &'static AssignableType {
        self.calls.subject.assignable
    }

    /// Reads the list until two reads in a row agree, so that it was not written a moment ago and no server responds with an old state.
    ///
    /// One read is enough if nothing is to be sent.
    async fn read_before_sending(&self, progress: &mut Progress) -> Result<AssignmentList, AssignmentError> {
        let mut list = self.read(progress).await?;
        for _ in 0..MAX_DISAGREEMENTS {
            if progress.sent == 0 && self.edits.hold(&list, self.assignable()) {
                break;
            }
            let again = self.read(progress).await?;
            if again == list {
                break;
            }
            progress.concurrent_changes += 1;
            list = again;
        }
        match &self.if_unchanged {
            Some(expected) if progress.sent == 0 && *expected != list => Err(changed_before_sending()),
            // the list that was sent before was not processed, and may not be sent to another one
            Some(expected) if *expected != list && !self.edits.hold(&list, self.assignable()) => {
                Err(changed_after_sending())
            }
            _ => Ok(list),
        }
    }

    /// Sends the list. Returns `false` if the service did not process it and it can be sent later.
    async fn send(
        &mut self,
        before: &AssignmentList,
        after: &AssignmentList,
        progress: &mut Progress,
    ) -> Result<bool, AssignmentError> {
        let limit = if self.settling.window.is_zero() { Duration::MAX } else { self.settling.window };
        let result = self.calls.assign(after, limit).await;
        progress.ambiguity = None;
        if let Err(error) = result {
            if may_have_been_processed(&error) {
                // A retry could overwrite what another program wrote meanwhile. Reading it back decides.
                progress.ambiguity = Some(error);
            } else if let Some(wait) = wait_of_throttled(&error, &mut self.settling)
                && self.calls.remaining().is_none_or(|remaining| wait < remaining)
            {
                sleep(wait).await;
                return Ok(false);
            } else {
                return Err(AssignmentError::graph("the assignments could not be sent", error));
            }
        }
        if progress.sent == 0 {
            progress.changes = AssignmentPlan::new(self.assignable().name(), before.clone(), after).changes().to_vec();
        }
        progress.sent += 1;
        Ok(true)
    }

    /// Reads the list back until it is as it should be, several times in a row and until the window has passed, or until it is clear that
    /// it will not be.
    async fn read_back(
        &mut self,
        before: &AssignmentList,
        progress: &mut Progress,
    ) -> Result<ReadBack, AssignmentError> {
        let sent_at = Instant::now();
        let window = self.settling.window;
        let max_lag = window.max(if progress.ambiguity.is_some() { MAX_AMBIGUOUS_LAG } else { MAX_LAG });
        let (mut reads_as_wanted, mut reads_of_others, mut reads) = (0, 0, 0);
        loop {
            let wait = self.settling.wait(reads, window.saturating_sub(sent_at.elapsed()));
            if self.calls.remaining().is_some_and(|remaining| remaining <= wait) {
                return Err(not_settled(progress.sent).with_source(progress.ambiguity.take()));
            }
            sleep(wait).await;
            let read_at = Instant::now();
            let list = self.read(progress).await?;
            reads += 1;
            if self.edits.hold(&list, self.assignable()) {
                (reads_as_wanted, reads_of_others) = (reads_as_wanted + 1, 0);
                if reads_as_wanted >= self.settling.times && read_at.duration_since(sent_at) >= window {
                    return Ok(ReadBack::Settled(list));
                }
                continue;
            }
            reads_as_wanted = 0;
            if list == *before {
                // The read is from a server that has an old state, or the list was not processed.
                if sent_at.elapsed() >= max_lag {
                    return Ok(ReadBack::Unprocessed);
                }
            } else {
                reads_of_others += 1;
                if reads_of_others >= self.settling.times {
                    return Ok(ReadBack::Overwritten);
                }
            }
        }
    }

    async fn read(&self, progress: &mut Progress) -> Result<AssignmentList, AssignmentError> {
        progress.reads += 1;
        self.calls.read().await
    }
}

impl Progress {
    fn into_output(self, assignments: AssignmentList) -> AppliedAssignments {
        let Self { sent, reads, concurrent_changes, changes, .. } = self;
        AppliedAssignments { assignments, changes, sent, reads, concurrent_changes }
    }
}

/// Returns whether the service may have processed a list although the call failed.
fn may_have_been_processed(error: &graph_core::Error) -> bool {
    matches!(error.kind(), ErrorKind::Ambiguous | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::TooLarge)
}

/// Returns how long to wait if the service throttled the request. It is read again after that, so the call itself cannot wait.
fn wait_of_throttled(error: &graph_core::Error, settling: &mut Settling) -> Option<Duration> {
    let is_unavailable = error.status().is_some_and(|status| status.as_u16() == 503);
    let random = settling.random_part(Duration::from_secs(1));
    (error.is_throttled() || is_unavailable).then(|| error.retry_after().unwrap_or(THROTTLED_WAIT) + random)
}

#[cold]
fn changed_before_sending() -> AssignmentError {
    let message = "another program changed the assignments after they were read, so nothing was sent; read them again, and decide again";
    AssignmentError::new(AssignmentErrorKind::Changed, message)
}

#[cold]
fn changed_after_sending() -> AssignmentError {
    let message = "another program changed the assignments while they were sent; read them again, and decide again";
    AssignmentError::new(AssignmentErrorKind::Conflict, message)
}

#[cold]
fn conflict(sent: u32) -> AssignmentError {
    let times = if sent == 1 { "once".to_owned() } else { format!("{sent} times") };
    let message = format!(
        "the assignments were sent {times}, and did not read back as they were sent: another program changes them, or the service does \
         not accept a target or property"
    );
    AssignmentError::new(AssignmentErrorKind::Conflict, message)
}

#[cold]
fn not_settled(sent: u32) -> AssignmentError {
    let times = if sent == 1 { "once".to_owned() } else { format!("{sent} times") };
    let message = format!(
        "the assignments were sent {times}, and the deadline passed before they read back as they should be; read them to see what \
         is assigned"
    );
    AssignmentError::new(AssignmentErrorKind::NotSettled, message)
}

const MAX_DISAGREEMENTS: u32 = 5;
/// How long a server may respond with the state before an accepted request.
const MAX_LAG: Duration = Duration::from_secs(30);
/// How long a request whose outcome is unknown may take to be processed.
const MAX_AMBIGUOUS_LAG: Duration = Duration::from_secs(5);
const THROTTLED_WAIT: Duration = Duration::from_secs(5);
