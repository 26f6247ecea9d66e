//! One request, from the token to an answer that is not an error. Compiled once for all resources.

use std::time::Duration;

use http::StatusCode;
use http::header::{HeaderMap, LOCATION, RETRY_AFTER};
use tracing::Instrument;
use url::Url;
use uuid::Uuid;

use super::telemetry::{record_outcome, request_span};
use super::{GraphClient, Inner};
use crate::error::{Error, ErrorKind, excerpt, read_service_error};
use crate::request::{Call, Head, Request};
use crate::response::ResponseInfo;
use crate::transport::ResponseBody;

pub(super) type Answer = http::Response<ResponseBody>;

/// An answer with a status of success, and what it is an answer to.
pub(super) struct Exchanged {
    pub(super) answer: Answer,
    pub(super) call: Call,
    pub(super) client_request_id: Uuid,
}

/// Sends `request`.
pub(super) async fn exchange(client: GraphClient, request: Request) -> Result<Exchanged, Error> {
    let inner = &*client.inner;
    let call = request.call();
    let head = Head::new(request, &inner.endpoint, &inner.user_agent)?;
    let span = request_span(call, &head, &inner.endpoint);
    let client_request_id = head.client_request_id();
    let outcome = attempt(inner, head).instrument(span.clone()).await;
    record_outcome(&span, &outcome);
    match outcome {
        Ok(answer) => Ok(Exchanged { answer, call, client_request_id }),
        Err(error) => Err(error.with_call(call).with_client_request_id(client_request_id)),
    }
}

/// Repeating attempts will be a layer of the transport; a token that was refused is asked for again here.
async fn attempt(inner: &Inner, head: Head) -> Result<Answer, Error> {
    let (method, path) = (head.request().method(), head.request().uri().path());
    let turn = inner.pacing.admit(method, path, None).await;
    let mut permit =
        turn.map_err(|_| Error::new(ErrorKind::Timeout, "the limits of the service leave no room in time"))?;
    let token = inner.credential.token(&inner.token_request).await.map_err(of_credential)?;
    let request = head.authorize(token.authorization(), &inner.endpoint)?;
    permit.sending();
    let answer = inner.transport.send(request).await?;
    match answer.status() {
        StatusCode::TOO_MANY_REQUESTS => permit.refused(retry_after(answer.headers())),
        _ => permit.answered(),
    }
    if answer.status().is_success() { Ok(answer) } else { Err(refusal(&answer, inner)) }
}

/// Whole seconds or a decimal fraction of them, as Graph sends it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// An error that a provider made in another way than by `Error::credential` is still one of the credential.
fn of_credential(error: Error) -> Error {
    if error.is_credential() { error } else { Error::credential(error) }
}

#[cold]
fn refusal(answer: &Answer, inner: &Inner) -> Error {
    let (status, headers) = (answer.status(), answer.headers());
    let info = ResponseInfo::new(status, headers);
    if status.is_redirection()
        && let Some(location) = headers.get(LOCATION)
    {
        return redirect(status, location.as_bytes(), inner).with_info(info);
    }
    let service = read_service_error(status, headers, answer.body().bytes(), answer.body().is_cut());
    Error::refused(service, info)
}

/// Names the host that was pointed to; never the path or the query, which may hold ids and secrets.
fn redirect(status: StatusCode, location: &[u8], inner: &Inner) -> Error {
    let own = inner.endpoint.origin().host();
    let target = String::from_utf8_lossy(location);
    let base = Url::parse(inner.cloud.endpoint());
    let url = base.and_then(|base| base.join(&target)).ok();
    let host = url.as_ref().and_then(Url::host_str).map_or_else(|| "no host".into(), |host| excerpt(host, 100));
    let message = format!(
        "the service redirected to `{host}` ({status}), which is not followed because the access token is for `{own}` alone"
    );
    Error::new(ErrorKind::Redirect, message)
}
