//! An HTTP client for the credentials of `azure_identity`: sends under the rules of this crate, and remembers what went wrong.

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
    place: Place,
    transport: OnceLock<Transport>,
}

/// Where the requests go.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::credential) enum Place {
    /// To an authority: transient failures are retried here.
    Authority,
    /// To an endpoint of this machine: `azure_identity` retries what the endpoint documents.
    #[cfg(feature = "azure-identity")]
    ThisMachine,
}

impl IdentityClient {
    pub(in crate::credential) fn new(place: Place) -> Self {
        Self { place, transport: OnceLock::new() }
    }

    /// Sets up the transport to an authority before the first request, so that a wrong configuration is an error at once.
    pub(in crate::credential) fn connected(self, authority: &str) -> Result<Self, Error> {
        let url = Url::parse(authority).map_err(|_| unusable("is not an absolute URL"))?;
        self.transport(&url)?;
        Ok(self)
    }

    fn transport(&self, url: &Url) -> Result<&Transport, Error> {
        if let Some(transport) = self.transport.get() {
            return Ok(transport);
        }
        let origin = match self.place {
            Place::Authority => Origin::from_url(url)?,
            #[cfg(feature = "azure-identity")]
            Place::ThisMachine => Origin::from_managed_identity_url(url)?,
        };
        let limits = BodyLimits { success: LARGEST, ..BodyLimits::DEFAULT };
        let transport = Transport::http(HttpTransport::new(&origin, TIMEOUTS, limits, &RootCertificates::default())?);
        Ok(self.transport.get_or_init(|| transport))
    }

    async fn exchange(&self, request: &Request) -> Result<http::Response<Bytes>, Error> {
        let transport = self.transport(request.url())?;
        let host = request.url().host_str().unwrap_or_default();
        let host = request.url().port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let secrets = secrets(request);
        let request = outgoing(request)?;
        let delay = DelayReason::of_call();
        let mut waits = WAITS.iter().copied().filter(|_| self.place == Place::Authority);
        loop {
            delay.waiting(format!("`{host}` has not responded yet"));
            // The transport has a time limit of its own.
            let outcome = transport.send(request.clone(), Deadline::after(Duration::MAX)).await;
            let (outcome, reason, wait) = match outcome {
                Ok(response) if response.status().is_success() => {
                    let response = response.map(ResponseBody::into_bytes);
                    return if has_token(response.body()) {
                        delay.clear();
                        Ok(response)
                    } else {
                        Err(Error::new(ErrorKind::Credential, said(&host, response.status(), "without `access_token`")))
                    };
                }
                Ok(response) => {
                    let wait = may_pass(response.status())
                        .then(|| retry_after(response.headers(), SystemTime::now()).unwrap_or_default());
                    let (response, said) = self.refusal(response.map(ResponseBody::into_bytes), &host, &secrets);
                    let reason = Arc::new(Error::new(ErrorKind::Credential, said));
                    (response.ok_or_else(|| share(&reason)), reason, wait)
                }
                Err(error) => {
                    let wait = may_be_repeated(&error).then_some(Duration::ZERO);
                    let reason = Arc::new(error);
                    (Err(share(&reason)), reason, wait)
                }
            };
            delay.failed(&reason);
            match (wait, waits.next()) {
                (Some(asked), Some(own)) if asked <= LONGEST_WAIT => {
                    tracing::debug!(error.r#type = reason.kind().as_str(), "no access token yet; trying again");
                    sleep(asked.max(own)).await;
                }
                _ => return outcome,
            }
        }
    }

    /// Returns what `azure_identity` may read of a refusal, without the secrets that it repeats, and the refusal in words.
    fn refusal(
        &self,
        response: http::Response<Bytes>,
        host: &str,
        secrets: &Secrets,
    ) -> (Option<http::Response<Bytes>>, String) {
        let (mut head, body) = response.into_parts();
        let status = head.status;
        let body = cleaned(&body, secrets);
        let text = |name| body.get(name).and_then(Value::as_str);
        let refused = text("error").is_some();
        let why = match text("error_description").or_else(|| text("error")) {
            _ if status.is_redirection() => {
                "redirects are not followed, because the secrets in the request are for it alone"
            }
            Some(why) => why,
            None => "without an error code",
        };
        let said = said(host, status, &excerpt(why, LONGEST_REASON));
        // Without the form of OAuth 2.0, `azure_identity` would not name the status.
        if self.place == Place::Authority && !refused {
            return (None, said);
        }
        let kept = |name: &HeaderName| *name == CONTENT_TYPE || name.as_str().contains("retry-after");
        head.headers = head.headers.into_iter().filter_map(|(name, value)| Some((name.filter(kept)?, value))).collect();
        let body = match body {
            Value::String(text) => text,
            json => json.to_string(),
        };
        (Some(http::Response::from_parts(head, body.into())), said)
    }

    async fn execute(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let response = self.exchange(request).await.map_err(|error| {
            // Of a kind that its retry policy does not repeat.
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

/// The same request in the types of this crate.
fn outgoing(request: &Request) -> Result<http::Request<Bytes>, Error> {
    let Body::Bytes(body) = request.body() else { return Err(unusable("is asked with a stream")) };
    let mut outgoing = http::Request::new(body.clone());
    let refuse = |_| unusable("cannot be asked so");
    *outgoing.method_mut() = request.method().as_str().parse().map_err(|_| unusable("is asked with another method"))?;
    *outgoing.uri_mut() = request.url().as_str().parse().map_err(|_| unusable("is not a URL"))?;
    for (name, value) in request.headers().iter() {
        let name = HeaderName::try_from(name.as_str()).map_err(|_| unusable("is asked with another header"))?;
        let mut value: HeaderValue = value.as_str().parse().map_err(refuse)?;
        value.set_sensitive(true);
        outgoing.headers_mut().insert(name, value);
    }
    Ok(outgoing)
}

/// Returns the secrets of the form, or of the header for an endpoint of this machine.
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

/// A body without secrets: JSON, or else a text.
fn cleaned(body: &[u8], secrets: &Secrets) -> Value {
    fn clean(value: Value, secrets: &Secrets) -> Value {
        match value {
            Value::String(text) => Value::String(secrets.cleaned(&text)),
            Value::Array(values) => values.into_iter().map(|value| clean(value, secrets)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (secrets.cleaned(&name), clean(value, secrets))).collect()
            }
            other => other,
        }
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(json @ Value::Object(_)) => clean(json, secrets),
        _ => Value::String(secrets.cleaned(&String::from_utf8_lossy(body))),
    }
}

/// Whether there is an access token; it is not copied.
fn has_token(body: &[u8]) -> bool {
    serde_json::from_slice::<HashMap<String, &serde_json::value::RawValue>>(body)
        .is_ok_and(|members| members.contains_key("access_token"))
}

/// Whether a request for a token, which changes nothing, is worth another try.
fn may_pass(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
}

/// Another attempt helps neither an untrusted certificate nor, within the time that a call has, a host that does not respond.
fn may_be_repeated(error: &Error) -> bool {
    let hopeless =
        matches!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut | std::io::ErrorKind::InvalidData));
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport) && !hopeless
}

fn said(host: &str, status: StatusCode, what: &str) -> String {
    format!("`{host}` responded with {status}: {what}")
}

#[cold]
fn unusable(why: &str) -> Error {
    Error::new(ErrorKind::Configuration, format!("the authority {why}"))
}

/// Between attempts. With the time of the attempts, a call to an authority that fails fast ends after about eight seconds.
const WAITS: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// A longer wait than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

const SECRET_FIELDS: [&str; 5] = ["client_secret", "client_assertion", "assertion", "refresh_token", "device_code"];

const LONGEST_REASON: usize = 300;

/// Tokens with many groups and claims are a few KiB.
const LARGEST: usize = 1024 * 1024;

#[cfg(test)]
impl IdentityClient {
    /// Asks something in memory instead.
    pub(in crate::credential) fn with_transport(self, transport: Transport) -> Self {
        Self { transport: OnceLock::from(transport), ..self }
    }
}
