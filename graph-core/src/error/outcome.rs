//! What an error states about the outcome of the operation, and what it advises. It never states more than is known.

use http::StatusCode;

use super::graph_error::Error;
use crate::context::Condition;
use crate::failure::{ErrorKind, FailedAttempt};

impl Error {
    /// Returns what to do about the error, which the message of the service rarely states.
    pub(super) fn advice(&self) -> Option<&'static str> {
        if self.kind() == ErrorKind::Ambiguous {
            return self.advice_on_ambiguity();
        }
        let status = self.status().filter(|_| self.kind() == ErrorKind::Service)?;
        match status {
            StatusCode::BAD_REQUEST => self.advice_on_selection(),
            StatusCode::UNAUTHORIZED => Some("use a new access token for this cloud"),
            StatusCode::FORBIDDEN => Some("the application or user may lack a permission"),
            StatusCode::PRECONDITION_FAILED => self.advice_on_precondition(),
            StatusCode::TOO_MANY_REQUESTS => Some("send fewer requests"),
            _ => None,
        }
    }

    fn advice_on_ambiguity(&self) -> Option<&'static str> {
        Some(match self.0.context?.operation() {
            "create" => {
                "look the entity up before you create it again, because a second request could create a second one"
            }
            _ => "check the result before you retry it, because a second request could do it twice",
        })
    }

    /// A service refuses to select properties that only a derived type has, unless the path has a cast.
    fn advice_on_selection(&self) -> Option<&'static str> {
        let is_selection = self.0.context.is_some_and(|context| context.is_read() && context.resource().is_some());
        let message = self.service()?.message()?;
        (is_selection && message.contains("Could not find a property named")).then_some(
            "if only a derived type has the property, write `select = all` in the declaration; a list also needs the name of \
             the type in its path, or a union",
        )
    }

    fn advice_on_precondition(&self) -> Option<&'static str> {
        let context = self.0.context?;
        Some(match (context.condition(), context.is_read()) {
            (Condition::None, _) => "the request has no `If-Match`, so the service checked a condition of its own",
            (Condition::Exists, _) => "any existing entity matches `If-Match: *`",
            (Condition::Unchanged, true) => {
                "the entity changed after its ETag was read: read it again without `if_match`"
            }
            (Condition::Unchanged, false) if self.may_have_been_processed() && context.is_deletion() => {
                "an earlier attempt of this call deleted the entity, or another client changed it: read it to find out which"
            }
            (Condition::Unchanged, false) if self.may_have_been_processed() => {
                "the entity changed after its ETag was read, possibly by an earlier attempt of this call: read it again, and \
                 compare before you retry the update"
            }
            (Condition::Unchanged, false) => {
                "the entity changed after its ETag was read: read it again, then decide whether to retry the update"
            }
        })
    }

    /// Returns a clause about the outcome of an operation that changes something. There is none if the service states the outcome,
    /// or if nothing was sent.
    pub(super) fn outcome(&self) -> Option<&'static str> {
        let context = self.0.context.filter(|context| !context.is_read())?;
        if self.0.outcome.is_some() {
            return self.0.outcome;
        }
        if !self.may_have_been_processed() {
            return None;
        }
        // The advice states it.
        if self.is_precondition_failed() && context.condition() == Condition::Unchanged {
            return None;
        }
        Some(match context.operation() {
            "update" => "the update may or may not have been made",
            "create" => "the entity may or may not have been created",
            "delete" => "the entity may or may not have been deleted",
            "upload" => "the bytes may or may not have been replaced",
            "replace" => "the entity may or may not have been replaced",
            "link" => "the link may or may not have been added",
            "unlink" | "clear link" => "the link may or may not have been removed",
            _ => "the service may or may not have processed the request",
        })
    }

    /// Returns whether the service may have processed this attempt or an earlier one.
    fn may_have_been_processed(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
            || self.failed_attempts().iter().any(FailedAttempt::may_have_been_processed)
    }
}
