//! One call: all its attempts, until an answer that is not an error. Compiled once for all resources.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use tower::Service;
use tower::retry::Retry;
use tracing::Instrument;

use super::attempt::Attempts;
use super::closing::UnderWay;
use super::repeat::Repeat;
use super::telemetry::{call_span, record_call};
use super::{GraphClient, Inner};
use crate::context::OperationContext;
use crate::credential::TokenRequest;
use crate::error::Error;
use crate::failure::FailedAttempt;
use crate::request::{Head, Request};
use crate::response::ResponseInfo;
use crate::transport::{Deadline, ResponseBody};

pub(super) type Answer = http::Response<ResponseBody>;

/// A call under way: what its attempts share.
pub(super) struct Exchange {
    under_way: UnderWay,
    pub(super) head: Head,
    pub(super) deadline: Deadline,
    /// How many attempts were handed to the transport.
    pub(super) sent: AtomicU32,
    failed: Mutex<Vec<FailedAttempt>>,
}

impl Exchange {
    pub(super) fn inner(&self) -> &Inner {
        self.under_way.inner()
    }

    /// The attempts that failed so far.
    pub(super) fn failed(&self) -> MutexGuard<'_, Vec<FailedAttempt>> {
        // Nothing panics while it holds the lock; if it did, the list would still be one.
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn attempts_sent(&self) -> usize {
        usize::try_from(self.sent.load(Ordering::Relaxed)).unwrap_or(usize::MAX)
    }

    fn take_failed(&self) -> Vec<FailedAttempt> {
        std::mem::take(&mut *self.failed())
    }
}

/// An attempt to be made.
pub(super) struct Try {
    pub(super) exchange: Arc<Exchange>,
    /// From 1.
    pub(super) number: u32,
    /// How long was waited before it.
    pub(super) waited: Duration,
    pub(super) new_connection: bool,
    /// Whether a token was refused already.
    pub(super) renewed: bool,
    /// There right after it was.
    pub(super) renewal: Option<Renewal>,
}

/// A token is to be had in the place of one that was refused.
pub(super) struct Renewal {
    pub(super) request: TokenRequest,
    pub(super) refused: HeaderValue,
    /// What to give back if the new token is the old one.
    pub(super) error: Error,
}

impl Try {
    fn first(exchange: Arc<Exchange>) -> Self {
        Self { exchange, number: 1, waited: Duration::ZERO, new_connection: false, renewed: false, renewal: None }
    }
}

/// A successful answer, what is kept of its head, and the token that it was given to.
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) info: ResponseInfo,
    pub(super) authorization: HeaderValue,
}

/// An answer with a status of success, and what it is an answer to.
pub(super) struct Exchanged {
    pub(super) answer: Answer,
    /// Complete, but for an ETag that is in the body.
    pub(super) info: ResponseInfo,
    pub(super) authorization: HeaderValue,
    pub(super) call: OperationContext,
}

/// Sends `request`, as often as it takes.
pub(super) async fn exchange(client: GraphClient, request: Request) -> Result<Exchanged, Error> {
    let under_way = UnderWay::new(client);
    let inner = under_way.inner();
    let deadline = Deadline::after(request.own_deadline().unwrap_or(inner.deadline));
    let head = Head::new(request, &inner.endpoint)?;
    let span = call_span(&head);
    let exchange =
        Arc::new(Exchange { under_way, head, deadline, sent: AtomicU32::new(0), failed: Mutex::new(Vec::new()) });
    let attempts = Retry::new(Repeat, Attempts).call(Try::first(Arc::clone(&exchange)));
    let outcome = attempts.instrument(span.clone()).await;
    record_call(&span, &outcome, exchange.sent.load(Ordering::Relaxed));
    let failed = exchange.take_failed();
    match outcome {
        Ok(Answered { answer, mut info, authorization }) => {
            info.set_client_request_id(exchange.head.client_request_id());
            info.set_failed_attempts(failed);
            Ok(Exchanged { answer, info, authorization, call: exchange.head.call() })
        }
        Err(error) => Err(error
            .with_failed_attempts(failed)
            .with_call(exchange.head.call())
            .with_client_request_id(exchange.head.client_request_id())),
    }
}
