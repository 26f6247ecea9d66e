//! One attempt of a call, from the token to an answer, as a [`tower::Service`].

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use tokio::time::Instant;
use tower::Service;
use tracing::Instrument;
use url::Url;

use super::Inner;
use super::challenge::claims;
use super::closing::closed;
use super::exchange::{Answer, Answered, Exchange, Renewal, Try};
use super::telemetry::{attempt_span, record_attempt};
use crate::credential::TokenRequest;
use crate::error::{Error, Permissions, read_service_error};
use crate::failure::ErrorKind;
use crate::headers::RETRY_ATTEMPT;
use crate::pacing::{Permit, WaitReason};
use crate::redact::Scrub;
use crate::response::ResponseInfo;
use crate::retry::retry_after;
use crate::transport::NewConnection;

/// Makes attempts.
#[derive(Clone, Copy)]
pub(super) struct Attempts;

/// One attempt under way.
pub(super) type AttemptFuture = Pin<Box<dyn Future<Output = Result<Answered, Error>> + Send>>;

impl Service<Try> for Attempts {
    type Response = Answered;
    type Error = Error;
    type Future = AttemptFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, attempt: Try) -> AttemptFuture {
        Box::pin(async move {
            let exchange = Arc::clone(&attempt.exchange);
            let (permit, authorization) = prepare(&exchange, attempt.renewal).await?;
            let span = attempt_span(&exchange.head, &exchange.inner().endpoint, attempt.number);
            let making = make(&exchange, attempt.number, attempt.new_connection, permit, authorization);
            let outcome = making.instrument(span.clone()).await;
            record_attempt(&span, &outcome);
            outcome
        })
    }
}

/// A turn and a token. The token comes first: nobody else waits for a turn that is held while a user signs in.
async fn prepare(exchange: &Exchange, renewal: Option<Renewal>) -> Result<(Permit, HeaderValue), Error> {
    let ordinary = &exchange.inner().token_request;
    let authorization = match renewal {
        None => token(exchange, ordinary).await?,
        Some(renewal) => match token(exchange, &renewal.request).await? {
            // It would be refused again.
            same if same == renewal.refused => return Err(renewal.error),
            other => other,
        },
    };
    let begun = Instant::now();
    let permit = admit(exchange).await?;
    if begun.elapsed() < KEPT {
        return Ok((permit, authorization));
    }
    Ok((permit, token(exchange, ordinary).await?))
}

/// How long a token waits with its request before it is asked for again; those that are kept are good for longer.
const KEPT: Duration = Duration::from_secs(60);

/// Waits until the limits of the service leave room, unless the client ends before.
async fn admit(exchange: &Exchange) -> Result<Permit, Error> {
    let (inner, head) = (exchange.inner(), &exchange.head);
    let turn = tokio::select! {
        biased;
        turn = inner.pacing.acquire(head.method(), head.path(), exchange.deadline.at()) => turn,
        () = inner.closing.begun() => return Err(closed()),
    };
    turn.map_err(|exceeded| {
        let mut error = Error::new(ErrorKind::Throttled, too_late(exceeded.reason));
        error.throttle(exceeded.available_at.saturating_duration_since(Instant::now()));
        error
    })
}

fn too_late(reason: WaitReason) -> &'static str {
    match reason {
        WaitReason::Limit => "the limits of the service leave no room before the deadline of the call",
        WaitReason::RetryAfter => "the service asked for a pause that ends after the deadline of the call",
        WaitReason::Throttling => {
            "the call waited for its turn until its deadline, because the service refused other requests with status 429"
        }
    }
}

/// What came of it. A request without an answer counts as one that the service may have seen.
fn tell(permit: Permit, outcome: &Result<Answer, Error>) {
    match outcome {
        Ok(answer) if answer.status() == StatusCode::TOO_MANY_REQUESTS => {
            permit.release_throttled(retry_after(answer.headers(), SystemTime::now()));
        }
        Err(error) if error.status().is_none() => drop(permit),
        Ok(_) | Err(_) => permit.release_served(),
    }
}

async fn make(
    exchange: &Exchange,
    number: u32,
    new_connection: bool,
    mut permit: Permit,
    authorization: HeaderValue,
) -> Result<Answered, Error> {
    let inner = exchange.inner();
    if inner.closing.is_closed() {
        return Err(closed());
    }
    let mut request = exchange.head.authorize(authorization.clone(), &inner.endpoint, &inner.user_agent)?;
    if number > 1 {
        request.headers_mut().insert(&RETRY_ATTEMPT, HeaderValue::from(number - 1));
    }
    if new_connection {
        request.extensions_mut().insert(NewConnection);
    }
    exchange.sent.fetch_add(1, Ordering::Relaxed);
    permit.mark_sent();
    let outcome = inner.transport.send(request, exchange.deadline).await;
    tell(permit, &outcome);
    match outcome {
        Ok(answer) if answer.status().is_success() => {
            let mut info = ResponseInfo::new(answer.status(), answer.headers());
            info.scrub(&Scrub::quick(&authorization));
            Ok(Answered { answer, info, authorization })
        }
        Ok(answer) => Err(refusal(&answer, exchange, &authorization)),
        Err(error) => Err(error.scrubbed(&Scrub::new(&authorization))),
    }
}

async fn token(exchange: &Exchange, request: &TokenRequest) -> Result<HeaderValue, Error> {
    let inner = exchange.inner();
    let token = tokio::select! {
        biased;
        token = exchange.deadline.bound(inner.credential.token(request)) => token,
        () = inner.closing.begun() => return Err(closed()),
    };
    match token {
        Some(token) => Ok(token.map_err(of_credential)?.authorization()),
        None => Err(late(exchange.deadline.error(), inner.credential.delay_reason())),
    }
}

/// The error of a call whose deadline passed before there was a token, with the reason if one is known.
#[cold]
fn late(passed: Error, reason: Option<Error>) -> Error {
    Error::credential(match reason {
        Some(reason) => passed.with_source(reason),
        None => passed,
    })
}

/// An error that a provider made in another way than by `Error::credential` is still one of the credential.
#[cold]
fn of_credential(error: Error) -> Error {
    if error.is_credential() { error } else { Error::credential(error) }
}

#[cold]
fn refusal(answer: &Answer, exchange: &Exchange, authorization: &HeaderValue) -> Error {
    let (status, headers) = (answer.status(), answer.headers());
    let info = ResponseInfo::new(status, headers);
    let mut error = if let Some(location) = headers.get(LOCATION).filter(|_| status.is_redirection()) {
        redirect(status, location.as_bytes(), exchange.inner()).with_info(info)
    } else {
        let service = read_service_error(status, headers, answer.body().bytes(), answer.body().is_truncated());
        Error::refused(service, info)
    };
    if let Some(wait) = retry_after(headers, SystemTime::now()) {
        error.set_retry_after(wait);
    }
    match status {
        StatusCode::UNAUTHORIZED => error.set_challenge(claims(headers), authorization.clone()),
        StatusCode::FORBIDDEN => {
            if let Some(permissions) = Permissions::of(authorization, exchange.head.call().permissions()) {
                error = error.with_permissions(permissions);
            }
        }
        _ => {}
    }
    error.scrubbed(&Scrub::new(authorization))
}

/// Names the host that was pointed to; never the path or the query, which may hold ids and secrets.
fn redirect(status: StatusCode, location: &[u8], inner: &Inner) -> Error {
    let origin = inner.endpoint.origin();
    let target = String::from_utf8_lossy(location);
    let base = Url::parse(inner.cloud.endpoint());
    let url = base.and_then(|base| base.join(&target)).ok();
    let place = match &url {
        Some(url) if origin.allows(url) => {
            let message = format!(
                "the service redirected to another path of `{}` ({status}); redirects are not followed, so check the declared path",
                origin.host()
            );
            return Error::new(ErrorKind::Redirect, message);
        }
        Some(url) => origin.describe_other(url),
        None => "a URL without a host".to_owned(),
    };
    let message = format!(
        "the service redirected to {place} ({status}); redirects are not followed, because the access token is for `{}` alone",
        origin.authority()
    );
    Error::new(ErrorKind::Redirect, message)
}
