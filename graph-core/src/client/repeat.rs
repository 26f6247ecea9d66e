//! Whether an attempt is followed by another one, as a [`tower::retry::Policy`]. The rules are in [`retry`](crate::retry).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::StatusCode;
use tokio::time::timeout;
use tower::retry::Policy;
use tower::retry::budget::Budget as _;

use super::exchange::{Answered, Exchange, Renewal, Try};
use super::telemetry::{note_renewal, note_wait};
use crate::credential::AccessToken;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::retry::Verdict;

/// Everything that it needs is in the attempts.
#[derive(Clone, Copy)]
pub(super) struct Repeat;

impl Policy<Try, Answered, Error> for Repeat {
    type Future = Pause;

    fn retry(&mut self, next: &mut Try, outcome: &mut Result<Answered, Error>) -> Option<Pause> {
        match outcome {
            Ok(_) => {
                next.exchange.inner().budget.deposit();
                None
            }
            Err(error) => repeat(next, error),
        }
    }

    fn clone_request(&mut self, attempt: &Try) -> Option<Try> {
        let Try { ref exchange, number, waited, new_connection, renewed, .. } = *attempt;
        // Only the attempt that is about to be made asks for another token.
        Some(Try { exchange: Arc::clone(exchange), number, waited, new_connection, renewed, renewal: None })
    }
}

#[cold]
fn repeat(next: &mut Try, error: &mut Error) -> Option<Pause> {
    let exchange = Arc::clone(&next.exchange);
    let inner = exchange.inner();
    // What failed before anything was sent is not an attempt.
    if exchange.failed().len() < exchange.attempts_sent() {
        exchange.failed().push(error.to_failed_attempt(next.waited));
    }
    // It holds the token, which ends with the call.
    let challenge = error.take_challenge();
    if !next.renewed
        && let Some((claims, refused)) = challenge
    {
        note_renewal(&exchange.head, claims.is_some());
        let old = AccessToken::from_authorization(refused.clone());
        let request = inner.token_request.refreshed(claims.as_deref()).with_rejected_token(&old);
        let error = std::mem::replace(error, Error::replaced());
        next.renewed = true;
        next.renewal = Some(Renewal { request, refused, error });
        next.prepare(Duration::ZERO, false);
        return Some(Pause::none());
    }
    if next.limited_number() >= inner.retry.attempts() || !Verdict::of(error).allows(exchange.head.is_retryable()) {
        return None;
    }
    let retry_after = error.retry_after();
    let wait = inner.retry.wait(next.limited_number(), retry_after);
    if !exchange.deadline.allows(wait) {
        if retry_after.is_some() || error.is_throttled() {
            error.throttle(wait);
        }
        return None;
    }
    if retry_after.is_none() && !inner.budget.withdraw() {
        return None;
    }
    note_wait(&exchange.head, error, wait, next.number);
    next.prepare(wait, needs_new_connection(error));
    Some(Pause::of(wait, exchange))
}

/// After a failure that kept connections may have in common.
fn needs_new_connection(error: &Error) -> bool {
    let broken = matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Transport) && !error.is_unprocessed();
    broken || error.status() == Some(StatusCode::SERVICE_UNAVAILABLE)
}

impl Try {
    fn prepare(&mut self, waited: Duration, new_connection: bool) {
        self.number += 1;
        self.waited = waited;
        self.new_connection = new_connection;
    }

    /// The attempt with a new token is not one of those that are limited.
    fn limited_number(&self) -> u32 {
        self.number - u32::from(self.renewed)
    }
}

/// The time between two attempts, which the end of the client cuts short.
pub(super) struct Pause(Option<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl Pause {
    fn none() -> Self {
        Self(None)
    }

    fn of(wait: Duration, exchange: Arc<Exchange>) -> Self {
        Self(Some(Box::pin(async move {
            // Whether it was the clock or not, the next attempt knows.
            let _ = timeout(wait, exchange.inner().closing.begun()).await;
        })))
    }
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Some(wait) => wait.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}
