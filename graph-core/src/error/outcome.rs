//! What is known of the outcome of a call that failed, and what can be done. Nothing is claimed beyond that.

use http::StatusCode;

use super::graph_error::Error;
use crate::context::Condition;
use crate::failure::{ErrorKind, FailedAttempt, Report};

impl Error {
    /// What a person can do, where the service rarely says it.
    pub(super) fn advice(&self) -> Option<&'static str> {
        let status = self.status().filter(|_| self.kind() == ErrorKind::Service)?;
        match status {
            StatusCode::UNAUTHORIZED => Some("get a new access token for this cloud"),
            StatusCode::FORBIDDEN => Some("the application or user may lack a permission"),
            StatusCode::PRECONDITION_FAILED => self.advice_on_precondition(),
            StatusCode::TOO_MANY_REQUESTS => Some("send fewer requests"),
            _ => None,
        }
    }

    fn advice_on_precondition(&self) -> Option<&'static str> {
        let call = self.0.call?;
        Some(match (call.condition(), call.is_read()) {
            (Condition::None, _) => "the request has no `If-Match`, so the service checked a condition of its own",
            (Condition::Exists, _) => "`If-Match: *` is met by any entity that exists",
            (Condition::Unchanged, true) => {
                "the entity changed after its ETag was read: read it again without `if_match`"
            }
            (Condition::Unchanged, false) if self.may_have_acted() => {
                "the entity changed after its ETag was read, possibly by an earlier attempt of this call: read it again, and \
                 compare before you repeat the update"
            }
            (Condition::Unchanged, false) => {
                "the entity changed after its ETag was read: read it again, then decide whether to repeat the update"
            }
        })
    }

    /// What became of what was to be changed; nothing where the service says it, or where nothing was sent.
    pub(super) fn outcome(&self) -> Option<&'static str> {
        let call = self.0.call.filter(|call| !call.is_read())?;
        match self.0.report.filter(|_| call.is_update()) {
            Some(Report::Made) => Some("the service reported that the update was made"),
            Some(Report::Accepted) => Some("the service accepted the update, but did not report that it was made"),
            None if !self.may_have_acted() => None,
            // the advice says it
            None if self.is_precondition_failed() && call.condition() == Condition::Unchanged => None,
            None if call.is_update() => Some("the update may or may not have been made"),
            None => Some("the service may or may not have acted on the request"),
        }
    }

    /// Whether this attempt or one before it may have changed something.
    fn may_have_acted(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
            || self.failed_attempts().iter().any(FailedAttempt::may_have_acted)
    }
}
