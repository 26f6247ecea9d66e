//! An HTTP client for the credentials of `azure_identity`.
//!
//! It follows the rules of this crate and records errors.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use azure_core::http::headers::Headers;
use azure_core::http::request::{Body, Request};
use azure_core::http::{AsyncRawResponse, HttpClient};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use tokio::time::sleep;
use url::{Url, form_urlencoded};

use crate::credential::TIMEOUTS;
use crate::credential::cache::share;
use crate::credential::delay::DelayReason;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::redact::{Secrets, excerpt};
use crate::retry::retry_after;
use crate::transport::{BodyLimits, Deadline, HttpTransport, ResponseBody, RootCertificates, Transport};

/// Sends the requests of one credential.
pub(in crate::credential) struct IdentityClient {
    endpoint: TokenEndpoint,
    transport: OnceLock<Transport>,
}

/// The endpoint that issues the tokens.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::credential) enum TokenEndpoint {
    /// An authority: this client retries transient failures.
    Authority,
    /// The managed identity endpoint of this machine: `azure_identity` retries what the endpoint documents.
    #[cfg(feature = "azure-identity")]
    ManagedIdentity,
}

impl IdentityClient {
    pub(in crate::credential) fn new(endpoint: TokenEndpoint) -> Self {
        Self { endpoint, transport: OnceLock::new() }
    }

    /// Creates the transport to an authority before the first request, so that a wrong configuration fails at once.
    pub(in crate::credential) fn with_authority(self, authority: &str) -> Result<Self, Error> {
        let url = Url::parse(authority).map_err(|_| unusable("the authority is not an absolute URL"))?;
        self.transport(&url)?;
        Ok(self)
    }

    fn transport(&self, url: &Url) -> Result<&Transport, Error> {
        if let Some(transport) = self.transport.get() {
            return Ok(transport);
        }
        let origin = match self.endpoint {
            TokenEndpoint::Authority => Origin::from_url(url)?,
            #[cfg(feature = "azure-identity")]
            TokenEndpoint::ManagedIdentity => Origin::from_managed_identity_url(url)?,
        };
        let limits = BodyLimits { success: MAX_RESPONSE, ..BodyLimits::DEFAULT };
        let transport = Transport::http(HttpTransport::new(&origin, TIMEOUTS, limits, &RootCertificates::default())?);
        Ok(self.transport.get_or_init(|| transport))
    }

    async fn send(&self, request: &Request) -> Result<http::Response<Bytes>, Error> {
        let transport = self.transport(request.url())?;
        let host = request.url().host_str().unwrap_or_default();
        let host = request.url().port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let secrets = secrets(request);
        let request = outgoing(request)?;
        let delay = DelayReason::current();
        let mut backoffs = BACKOFFS.iter().copied().filter(|_| self.endpoint == TokenEndpoint::Authority);
        loop {
            delay.set_waiting(format!("`{host}` has not responded yet"));
            // The transport has a time limit of its own.
            let outcome = transport.send(request.clone(), Deadline::after(Duration::MAX)).await;
            let (outcome, reason, wait) = match outcome {
                Ok(response) if response.status().is_success() => {
                    let response = response.map(ResponseBody::into_bytes);
                    return if has_token(response.body()) {
                        delay.clear();
                        Ok(response)
                    } else {
                        Err(Error::new(
                            ErrorKind::Credential,
                            message(&host, response.status(), "the body has no `access_token`"),
                        ))
                    };
                }
                Ok(response) => {
                    let wait = is_transient_status(response.status())
                        .then(|| retry_after(response.headers(), SystemTime::now()).unwrap_or_default());
                    let (response, message) = self.redacted(response.map(ResponseBody::into_bytes), &host, &secrets);
                    let reason = Arc::new(Error::new(ErrorKind::Credential, message));
                    (response.ok_or_else(|| share(&reason)), reason, wait)
                }
                Err(error) => {
                    let wait = is_transient_error(&error).then_some(Duration::ZERO);
                    let reason = Arc::new(error);
                    (Err(share(&reason)), reason, wait)
                }
            };
            delay.set_failed(&reason);
            match (wait, backoffs.next()) {
                (Some(retry_after), Some(backoff)) if retry_after <= MAX_RETRY_AFTER => {
                    tracing::debug!(
                        error.r#type = reason.kind().as_str(),
                        "failed to acquire an access token; retrying"
                    );
                    sleep(retry_after.max(backoff)).await;
                }
                _ => return outcome,
            }
        }
    }

    /// Returns an error response for `azure_identity` without the secrets that it echoes, and its message.
    fn redacted(
        &self,
        response: http::Response<Bytes>,
        host: &str,
        secrets: &Secrets,
    ) -> (Option<http::Response<Bytes>>, String) {
        let (mut head, body) = response.into_parts();
        let status = head.status;
        let body = redacted_body(&body, secrets);
        let text = |name| body.get(name).and_then(Value::as_str);
        let has_code = text("error").is_some();
        let reason = match text("error_description").or_else(|| text("error")) {
            _ if status.is_redirection() => {
                "redirects are not followed, because the secrets in the request are for this host only"
            }
            Some(reason) => reason,
            None => "the body has no error code",
        };
        let message = message(host, status, &excerpt(reason, MAX_REASON));
        // If the body is not an OAuth 2.0 error, the error of `azure_identity` would not contain the status.
        if self.endpoint == TokenEndpoint::Authority && !has_code {
            return (None, message);
        }
        let is_relevant = |name: &HeaderName| *name == CONTENT_TYPE || name.as_str().contains("retry-after");
        head.headers =
            head.headers.into_iter().filter_map(|(name, value)| Some((name.filter(is_relevant)?, value))).collect();
        let body = match body {
            Value::String(text) => text,
            json => json.to_string(),
        };
        (Some(http::Response::from_parts(head, body.into())), message)
    }

    async fn execute(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let response = self.send(request).await.map_err(|error| {
            // The retry policy of the SDK does not retry this kind.
            let message = error.to_string();
            azure_core::Error::with_error(azure_core::error::ErrorKind::Credential, error, message)
        })?;
        let mut headers = Headers::new();
        for (name, value) in response.headers() {
            if let Ok(value) = value.to_str() {
                headers.insert(name.as_str().to_owned(), value.to_owned());
            }
        }
        let status = response.status().as_u16().into();
        Ok(AsyncRawResponse::from_bytes(status, headers, response.into_body()))
    }
}

impl HttpClient for IdentityClient {
    fn execute_request<'a, 'b, 'c>(
        &'a self,
        request: &'b Request,
    ) -> Pin<Box<dyn Future<Output = azure_core::Result<AsyncRawResponse>> + Send + 'c>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(self.execute(request))
    }
}

impl fmt::Debug for IdentityClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityClient").finish_non_exhaustive()
    }
}

/// Converts a request into the types of this crate.
fn outgoing(request: &Request) -> Result<http::Request<Bytes>, Error> {
    let Body::Bytes(body) = request.body() else {
        return Err(unusable("the token request has a body that is a stream"));
    };
    let mut outgoing = http::Request::new(body.clone());
    *outgoing.method_mut() = request
        .method()
        .as_str()
        .parse()
        .map_err(|_| unusable("the token request has a method that is not a token"))?;
    *outgoing.uri_mut() =
        request.url().as_str().parse().map_err(|_| unusable("the token request has a URL that cannot be sent"))?;
    for (name, value) in request.headers().iter() {
        let name = HeaderName::try_from(name.as_str())
            .map_err(|_| unusable("the token request has a header name that is not a token"))?;
        let mut value: HeaderValue =
            value.as_str().parse().map_err(|_| unusable("the token request has a header value that cannot be sent"))?;
        value.set_sensitive(true);
        outgoing.headers_mut().insert(name, value);
    }
    Ok(outgoing)
}

/// Returns the secrets in the form, or in the header for a managed identity endpoint.
fn secrets(request: &Request) -> Secrets {
    let mut secrets = Vec::new();
    if let Body::Bytes(body) = request.body() {
        let fields = form_urlencoded::parse(body);
        secrets
            .extend(fields.filter(|(name, _)| SECRET_FIELDS.contains(&&**name)).map(|(_, value)| value.into_owned()));
    }
    let headers = request.headers().iter().filter(|(name, _)| name.as_str() == "x-identity-header");
    secrets.extend(headers.map(|(_, value)| value.as_str().to_owned()));
    Secrets::new(secrets.iter().map(String::as_str))
}

/// Returns a body without secrets: JSON, or a text.
fn redacted_body(body: &[u8], secrets: &Secrets) -> Value {
    fn redact(value: Value, secrets: &Secrets) -> Value {
        match value {
            Value::String(text) => Value::String(secrets.redacted(&text)),
            Value::Array(values) => values.into_iter().map(|value| redact(value, secrets)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (secrets.redacted(&name), redact(value, secrets))).collect()
            }
            other => other,
        }
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(json @ Value::Object(_)) => redact(json, secrets),
        _ => Value::String(secrets.redacted(&String::from_utf8_lossy(body))),
    }
}

/// Returns whether a body has an access token, without copying it.
fn has_token(body: &[u8]) -> bool {
    serde_json::from_slice::<HashMap<String, &serde_json::value::RawValue>>(body)
        .is_ok_and(|members| members.contains_key("access_token"))
}

/// Returns whether to retry a token request, which changes nothing, after this status.
fn is_transient_status(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
}

/// Returns whether to retry after this error. A retry helps neither with an untrusted certificate nor, within the time of a call,
/// with a host that does not respond.
fn is_transient_error(error: &Error) -> bool {
    let is_permanent =
        matches!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut | std::io::ErrorKind::InvalidData));
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport) && !is_permanent
}

fn message(host: &str, status: StatusCode, reason: &str) -> String {
    format!("`{host}` responded with {status}: {reason}")
}

#[cold]
fn unusable(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

/// The backoff between attempts. A call to an authority that fails fast ends after about eight seconds.
const BACKOFFS: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// The longest `Retry-After` that is waited for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(10);

const SECRET_FIELDS: [&str; 5] = ["client_secret", "client_assertion", "assertion", "refresh_token", "device_code"];

const MAX_REASON: usize = 300;

/// Tokens with many groups and claims are a few KiB.
const MAX_RESPONSE: usize = 1024 * 1024;

#[cfg(test)]
impl IdentityClient {
    /// Uses a transport in memory.
    pub(in crate::credential) fn with_transport(self, transport: Transport) -> Self {
        Self { transport: OnceLock::from(transport), ..self }
    }
}
