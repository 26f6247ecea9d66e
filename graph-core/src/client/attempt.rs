//! Makes one attempt of a call, from the token to the response, as a [`tower::Service`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use http::header::HeaderValue;
use tokio::time::Instant;
use tower::Service;
use tracing::Instrument;

use super::call::{Attempt, AttemptError, Call, SuccessfulResponse, TokenRenewal};
use super::error_response::response_error;
use super::redirect::{follow, is_redirect};
use super::shutdown::shutdown_error;
use super::telemetry::{attempt_span, record_attempt};
use crate::credential::TokenRequest;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::headers::RETRY_ATTEMPT;
use crate::pacing::{DeadlineExceeded, Permit, WaitReason};
use crate::redact::Redactor;
use crate::response::ResponseInfo;
use crate::retry::retry_after;
use crate::transport::{NewConnection, ResponseBody, StreamedBody, is_unprocessed};

/// Makes attempts.
#[derive(Clone, Copy)]
pub(super) struct AttemptService;

/// An attempt in flight.
pub(super) type AttemptFuture = Pin<Box<dyn Future<Output = Result<SuccessfulResponse, AttemptError>> + Send>>;

/// How long a token may wait for a permit before it is acquired again. Cached tokens are valid for longer.
const MAX_TOKEN_AGE: Duration = Duration::from_secs(60);

impl Service<Attempt> for AttemptService {
    type Response = SuccessfulResponse;
    type Error = AttemptError;
    type Future = AttemptFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), AttemptError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, attempt: Attempt) -> AttemptFuture {
        Box::pin(async move {
            let Attempt { call, number, needs_new_connection, renewal, .. } = attempt;
            let (permit, authorization) = acquire(&call, renewal).await?;
            let span = attempt_span(&call.request, &call.client().endpoint, number);
            let sending = send(&call, number, needs_new_connection, permit, authorization);
            let outcome = sending.instrument(span.clone()).await;
            record_attempt(&span, outcome.as_ref().map_err(|failure| &failure.error));
            outcome
        })
    }
}

/// Acquires a token and a permit. The token comes first, so that a user who signs in does not hold a permit that others wait for.
async fn acquire(call: &Call, renewal: Option<TokenRenewal>) -> Result<(Permit, HeaderValue), Error> {
    let token_request = &call.client().token_request;
    let authorization = match renewal {
        None => acquire_token(call, token_request).await?,
        Some(renewal) => match acquire_token(call, &renewal.request).await? {
            // The service would reject it again.
            same if same == renewal.rejected => return Err(renewal.error),
            new => new,
        },
    };
    let acquired_at = Instant::now();
    let permit = acquire_permit(call).await?;
    if acquired_at.elapsed() < MAX_TOKEN_AGE {
        return Ok((permit, authorization));
    }
    Ok((permit, acquire_token(call, token_request).await?))
}

async fn acquire_token(call: &Call, request: &TokenRequest) -> Result<HeaderValue, Error> {
    let client = call.client();
    let token = tokio::select! {
        biased;
        token = call.deadline.bound(client.credential.token(request)) => token,
        () = client.shutdown.requested() => return Err(shutdown_error()),
    };
    match token {
        Some(token) => Ok(token.map_err(credential_error)?.authorization()),
        None => Err(token_deadline_error(call.deadline.error(), client.credential.delay_reason())),
    }
}

/// Converts an error that a provider did not create with `Error::credential`.
#[cold]
fn credential_error(error: Error) -> Error {
    if error.is_credential() { error } else { Error::credential(error) }
}

/// Returns the error of a call whose deadline passed before it had a token, with the reason if it is known.
#[cold]
fn token_deadline_error(deadline: Error, reason: Option<Error>) -> Error {
    Error::credential(match reason {
        Some(reason) => deadline.with_source(reason),
        None => deadline,
    })
}

/// Waits for a permit of the pacing, unless the client is shut down before.
async fn acquire_permit(call: &Call) -> Result<Permit, Error> {
    let (client, request) = (call.client(), &call.request);
    let permit = tokio::select! {
        biased;
        permit = client.pacing.acquire(request.method(), request.path(), call.deadline.at()) => permit,
        () = client.shutdown.requested() => return Err(shutdown_error()),
    };
    permit.map_err(permit_error)
}

#[cold]
fn permit_error(exceeded: DeadlineExceeded) -> Error {
    let message = match exceeded.reason {
        WaitReason::Limit => "the limits of the service allow no further request before the deadline of the call",
        WaitReason::RetryAfter => "the service requires a wait until after the deadline of the call",
        WaitReason::Throttling => {
            "no request could be sent before the deadline of the call, because the service throttled earlier requests (429)"
        }
    };
    let mut error = Error::new(ErrorKind::Throttled, message);
    error.set_throttled(exceeded.available_at.saturating_duration_since(Instant::now()));
    error
}

async fn send(
    call: &Call,
    number: u32,
    needs_new_connection: bool,
    mut permit: Permit,
    authorization: HeaderValue,
) -> Result<SuccessfulResponse, AttemptError> {
    let client = call.client();
    if client.shutdown.is_shut_down() {
        return Err(shutdown_error().into());
    }
    let mut request = call.request.authorize(authorization.clone(), &client.endpoint, &client.user_agent)?;
    if number > 1 {
        request.headers_mut().insert(&RETRY_ATTEMPT, HeaderValue::from(number - 1));
    }
    if needs_new_connection {
        request.extensions_mut().insert(NewConnection);
    }
    if call.request.is_download() {
        request.extensions_mut().insert(StreamedBody);
    }
    call.record_sent();
    permit.mark_sent();
    let outcome = client.transport.send(request, call.deadline).await;
    release(permit, &outcome);
    let outcome = match outcome {
        Ok(response) if call.request.follows_redirects() && is_redirect(&response) => {
            Ok(follow(response, call, &authorization).await.map_err(|error| transport_error(error, &authorization))?)
        }
        outcome => outcome,
    };
    match outcome {
        Ok(response) if response.status().is_success() => {
            let mut info = ResponseInfo::new(response.status(), response.headers())
                .with_failed_attempts(call.take_failed_attempts());
            info.set_client_request_id(call.request.client_request_id());
            info.redact(&Redactor::of_prefix(&authorization));
            Ok(SuccessfulResponse { response, info, context: call.request.context(), authorization })
        }
        Ok(response) => Err(response_error(&response, call, &authorization)),
        Err(error) => Err(transport_error(error, &authorization)),
    }
}

#[cold]
fn transport_error(error: Error, authorization: &HeaderValue) -> AttemptError {
    let is_unprocessed = is_unprocessed(&error);
    AttemptError { error: error.redacted(&Redactor::new(authorization)), is_unprocessed, challenge: None }
}

/// Releases a permit with the outcome of the attempt. A request without a response counts, because the service may have received it.
fn release(permit: Permit, outcome: &Result<http::Response<ResponseBody>, Error>) {
    match outcome {
        Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
            permit.release_throttled(retry_after(response.headers(), SystemTime::now()));
        }
        Err(error) if error.status().is_none() => drop(permit),
        Ok(_) | Err(_) => permit.release_served(),
    }
}
