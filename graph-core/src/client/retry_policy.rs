//! Decides whether an attempt is followed by another one, as a [`tower::retry::Policy`]. The rules are in [`retry`](crate::retry).

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::StatusCode;
use tokio::time::timeout;
use tower::retry::Policy;
use tower::retry::budget::Budget as _;

use super::call::{Attempt, AttemptError, Call, SuccessfulResponse, TokenChallenge, TokenRenewal};
use super::telemetry::{record_backoff, record_token_renewal};
use crate::credential::AccessToken;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::retry::RetryClass;

/// The policy of all calls, whose state is in the attempts.
#[derive(Clone, Copy)]
pub(super) struct CallRetryPolicy;

impl Policy<Attempt, SuccessfulResponse, AttemptError> for CallRetryPolicy {
    type Future = BackoffSleep;

    fn retry(
        &mut self,
        next: &mut Attempt,
        outcome: &mut Result<SuccessfulResponse, AttemptError>,
    ) -> Option<BackoffSleep> {
        match outcome {
            Ok(_) => {
                next.call.client().retry_budget.deposit();
                None
            }
            Err(failure) => retry_failed(next, failure),
        }
    }

    fn clone_request(&mut self, attempt: &Attempt) -> Option<Attempt> {
        let Attempt { ref call, number, waited, needs_new_connection, has_new_token, .. } = *attempt;
        // Only the attempt that is about to be made replaces the token.
        Some(Attempt { call: Arc::clone(call), number, waited, needs_new_connection, has_new_token, renewal: None })
    }
}

#[cold]
fn retry_failed(next: &mut Attempt, failure: &mut AttemptError) -> Option<BackoffSleep> {
    let call = Arc::clone(&next.call);
    let client = call.client();
    let AttemptError { error, is_unprocessed, challenge } = failure;
    call.record_failed(|| error.to_failed_attempt(next.waited, *is_unprocessed));
    if !next.has_new_token
        && let Some(challenge) = challenge.take()
    {
        let TokenChallenge { claims, rejected } = *challenge;
        record_token_renewal(&call.request, claims.is_some());
        let token = AccessToken::from_authorization(rejected.clone());
        let request = client.token_request.refreshed(claims.as_deref()).with_rejected_token(&token);
        // The next attempt returns the error if it gets the same token; what remains here is dropped.
        let error = mem::replace(error, Error::new(ErrorKind::Service, "the access token was rejected"));
        next.has_new_token = true;
        next.renewal = Some(TokenRenewal { request, rejected, error });
        next.advance(Duration::ZERO, false);
        return Some(BackoffSleep::none());
    }
    let is_allowed = RetryClass::of(error, *is_unprocessed).allows_retry(call.request.is_retryable());
    if next.limited_number() >= client.retry.attempt_limit() || !is_allowed {
        return None;
    }
    let retry_after = error.retry_after();
    let backoff = client.retry.backoff(next.limited_number(), retry_after);
    if !call.deadline.allows(backoff) {
        if retry_after.is_some() || error.is_throttled() {
            error.set_throttled(backoff);
        }
        return None;
    }
    if retry_after.is_none() && !client.retry_budget.withdraw() {
        return None;
    }
    record_backoff(&call.request, error, backoff, next.number);
    next.advance(backoff, needs_new_connection(error, *is_unprocessed));
    Some(BackoffSleep::new(backoff, call))
}

/// Returns whether other connections may have the same problem.
fn needs_new_connection(error: &Error, is_unprocessed: bool) -> bool {
    let is_broken = matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport) && !is_unprocessed;
    is_broken || error.status() == Some(StatusCode::SERVICE_UNAVAILABLE)
}

impl Attempt {
    fn advance(&mut self, waited: Duration, needs_new_connection: bool) {
        self.number += 1;
        self.waited = waited;
        self.needs_new_connection = needs_new_connection;
    }

    /// Returns the number of the attempt, without the attempt that only renewed the token: the limit does not count it.
    fn limited_number(&self) -> u32 {
        self.number - u32::from(self.has_new_token)
    }
}

/// The wait between two attempts, which ends early if the client is shut down.
pub(super) struct BackoffSleep(Option<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl BackoffSleep {
    fn none() -> Self {
        Self(None)
    }

    fn new(duration: Duration, call: Arc<Call>) -> Self {
        Self(Some(Box::pin(async move {
            // The next attempt checks which of them it was.
            let _ = timeout(duration, call.client().shutdown.requested()).await;
        })))
    }
}

impl Future for BackoffSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Some(wait) => wait.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}
