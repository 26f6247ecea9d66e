//! The types of a call.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;

use super::inner::ClientInner;
use crate::context::OperationContext;
use crate::credential::TokenRequest;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::FailedAttempt;
use crate::redact::Redactor;
use crate::request::PreparedRequest;
use crate::response::{ResponseInfo, without_byte_order_mark};
use crate::retry::RetryClass;
use crate::transport::{Deadline, ResponseBody};

/// A call in flight: the state that its attempts share.
pub(super) struct Call {
    client: Arc<ClientInner>,
    pub(super) request: PreparedRequest,
    pub(super) deadline: Deadline,
    /// How many attempts were passed to the transport.
    attempts_sent: AtomicU32,
    failed_attempts: Mutex<Vec<FailedAttempt>>,
}

impl Call {
    pub(super) fn new(client: Arc<ClientInner>, request: PreparedRequest, deadline: Deadline) -> Self {
        client.shutdown.start_call();
        Self { client, request, deadline, attempts_sent: AtomicU32::new(0), failed_attempts: Mutex::default() }
    }

    pub(super) fn client(&self) -> &ClientInner {
        &self.client
    }

    pub(super) fn record_sent(&self) {
        self.attempts_sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn attempts_sent(&self) -> u32 {
        self.attempts_sent.load(Ordering::Relaxed)
    }

    /// Records a failed attempt, unless it failed before it was sent.
    pub(super) fn record_failed(&self, attempt: impl FnOnce() -> FailedAttempt) {
        let mut failed = self.failed_attempts();
        if u32::try_from(failed.len()).is_ok_and(|recorded| recorded < self.attempts_sent()) {
            failed.push(attempt());
        }
    }

    pub(super) fn take_failed_attempts(&self) -> Vec<FailedAttempt> {
        std::mem::take(&mut *self.failed_attempts())
    }

    fn failed_attempts(&self) -> MutexGuard<'_, Vec<FailedAttempt>> {
        // Nothing panics while it holds the lock; if it did, the list would still be valid.
        self.failed_attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.client.shutdown.end_call();
    }
}

/// An attempt that is about to be made.
pub(super) struct Attempt {
    pub(super) call: Arc<Call>,
    /// Numbered from 1.
    pub(super) number: u32,
    /// How long the client waited before this attempt.
    pub(super) waited: Duration,
    pub(super) needs_new_connection: bool,
    /// Whether the service has rejected a token in this call.
    pub(super) has_new_token: bool,
    /// Present in the attempt after the rejection.
    pub(super) renewal: Option<TokenRenewal>,
}

/// The replacement of an access token that the service rejected.
pub(super) struct TokenRenewal {
    pub(super) request: TokenRequest,
    pub(super) rejected: HeaderValue,
    /// The error of the call if the new token is the same.
    pub(super) error: Error,
}

impl Attempt {
    pub(super) fn first(call: Arc<Call>) -> Self {
        Self {
            call,
            number: 1,
            waited: Duration::ZERO,
            needs_new_connection: false,
            has_new_token: false,
            renewal: None,
        }
    }
}

/// The error of an attempt, with what the retry policy needs to know.
pub(super) struct AttemptError {
    pub(super) error: Error,
    /// Whether the service reported that it did not process the request.
    pub(super) is_unprocessed: bool,
    /// Present if the service rejected the access token.
    pub(super) challenge: Option<Box<TokenChallenge>>,
}

/// The rejection of an access token.
pub(super) struct TokenChallenge {
    /// The claims that a new token must have: JSON.
    pub(super) claims: Option<Box<str>>,
    pub(super) rejected: HeaderValue,
}

impl AttemptError {
    /// Returns whether the service may or may not have processed the request.
    pub(super) fn is_ambiguous(&self) -> bool {
        RetryClass::of(&self.error, self.is_unprocessed) != RetryClass::Always
            && self.error.to_failed_attempt(Duration::ZERO, self.is_unprocessed).may_have_been_processed()
    }
}

impl From<Error> for AttemptError {
    fn from(error: Error) -> Self {
        Self { error, is_unprocessed: false, challenge: None }
    }
}

/// A response with a status of success.
///
/// It is public in a private module, because the sealed trait of operations names it.
#[expect(missing_debug_implementations, reason = "it contains the access token and the body")]
pub struct SuccessfulResponse {
    pub(super) response: http::Response<ResponseBody>,
    /// Complete, except for an ETag in the body.
    pub(super) info: ResponseInfo,
    pub(super) context: OperationContext,
    /// The token of the request, which must not be shown if the service echoes it.
    pub(super) authorization: HeaderValue,
}

impl SuccessfulResponse {
    /// Returns the text of the body, which may be empty.
    pub(super) fn text(&self) -> &[u8] {
        without_byte_order_mark(self.response.body().bytes())
    }

    /// Converts the response into its metadata; `etag` is the one in the body.
    pub(super) fn into_info(self, etag: Option<ETag>) -> ResponseInfo {
        let Self { mut info, authorization, .. } = self;
        if let Some(etag) = etag {
            info.set_etag_annotation(etag, &Redactor::of_prefix(&authorization));
        }
        info
    }
}
