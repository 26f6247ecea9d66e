//! Runs a call: attempts until one succeeds or none may follow. Compiled once for all operations.

use std::sync::Arc;

use tower::Service;
use tower::retry::Retry;
use tracing::Instrument;

use super::attempt::AttemptService;
use super::call::{Attempt, Call, SuccessfulResponse};
use super::inner::ClientInner;
use super::retry_policy::CallRetryPolicy;
use super::telemetry::{call_span, record_call};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::{PreparedRequest, Request};
use crate::transport::Deadline;

/// Sends a request, and retries it as the policy of the client allows.
pub(super) async fn execute(client: Arc<ClientInner>, request: Request) -> Result<SuccessfulResponse, Error> {
    let deadline = Deadline::after(request.own_deadline().unwrap_or(client.deadline));
    let request = PreparedRequest::new(request, &client.endpoint)?;
    let span = call_span(&request);
    let call = Arc::new(Call::new(client, request, deadline));
    let attempts = Retry::new(CallRetryPolicy, AttemptService).call(Attempt::first(Arc::clone(&call)));
    let outcome = attempts.instrument(span.clone()).await;
    record_call(&span, outcome.as_ref().err().map(|failure| &failure.error), call.attempts_sent());
    outcome.map_err(|failure| {
        let is_ambiguous = call.request.must_not_be_repeated() && failure.is_ambiguous();
        let error = if is_ambiguous { failure.error.with_kind(ErrorKind::Ambiguous) } else { failure.error };
        error
            .with_failed_attempts(call.take_failed_attempts())
            .with_context(call.request.context())
            .with_client_request_id(call.request.client_request_id())
    })
}
