//! The client of the service that issues tokens.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use secrecy::zeroize::{Zeroize, Zeroizing};
use url::{Url, form_urlencoded};

use super::error::{AuthorityError, SignInError};
use super::response::ResponseMembers;
use crate::credential::TIMEOUTS;
use crate::credential::cache::share;
use crate::credential::delay::DelayReason;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::redact::{Secrets, excerpt, without_secrets};
use crate::transport::{BodyLimits, Deadline, HttpTransport, RootCertificates, Transport};

/// The endpoints of an authority for one directory.
pub(super) struct Authority {
    device_code: Uri,
    token: Uri,
    transport: Transport,
    delay: DelayReason,
}

impl Authority {
    /// Creates the client with the same rules as for Microsoft Graph: `https` (or loopback), no redirects, no proxy on loopback, and
    /// responses of a limited size.
    pub(super) fn new(authority: &str, tenant: &str) -> Result<Self, Error> {
        let error = |message: &str| Error::new(ErrorKind::Configuration, message);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if tenant.is_empty() || tenant.starts_with('.') || !tenant.chars().all(is_plain) {
            return Err(error(
                "the tenant is not a directory id or a domain name; expected for example `contoso.onmicrosoft.com`",
            ));
        }
        let url = Url::parse(authority).map_err(|_| {
            error("the authority is not an absolute URL; expected for example `https://login.microsoftonline.com`")
        })?;
        let origin = Origin::from_url(&url)?;
        let limits = BodyLimits { success: MAX_RESPONSE, ..BodyLimits::DEFAULT };
        let transport = Transport::http(HttpTransport::new(&origin, TIMEOUTS, limits, &RootCertificates::default())?);
        let endpoint = |name| {
            let base = url.as_str().trim_end_matches('/');
            Uri::try_from(format!("{base}/{tenant}/oauth2/v2.0/{name}"))
                .map_err(|_| error("the authority contains a character that cannot be sent in a URL"))
        };
        Ok(Self {
            device_code: endpoint("devicecode")?,
            token: endpoint("token")?,
            transport,
            delay: DelayReason::default(),
        })
    }

    /// Requests a code that the user enters.
    pub(super) async fn device_code<T>(&self, form: &Form<'_>, parse: Parse<T>) -> Result<T, SignInError> {
        self.post(&self.device_code, form, parse).await
    }

    /// Requests tokens.
    pub(super) async fn token<T>(&self, form: &Form<'_>, parse: Parse<T>) -> Result<T, SignInError> {
        self.post(&self.token, form, parse).await
    }

    async fn post<T>(&self, to: &Uri, form: &Form<'_>, parse: Parse<T>) -> Result<T, SignInError> {
        let mut request = http::Request::new(form.body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = to.clone();
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        self.delay.set_waiting(format!("`{}` has not responded yet", to.authority().map_or("", |host| host.as_str())));
        // The transport has a time limit of its own.
        let response = self.transport.send(request, Deadline::after(Duration::MAX)).await.map_err(|error| {
            let error = Arc::new(error);
            self.delay.set_failed(&error);
            SignInError::Unreachable(share(&error))
        })?;
        let status = response.status();
        let body = response.into_body().into_bytes();
        let outcome = parse_response(status, &body, form, parse);
        // The memory is wiped if it is not shared; only a layer could share it.
        if let Ok(mut body) = body.try_into_mut() {
            body.as_mut().zeroize();
        }
        match &outcome {
            Err(error) => self.delay.set_failed(&Arc::new(Error::new(ErrorKind::Credential, error.to_string()))),
            Ok(_) => self.delay.clear(),
        }
        outcome
    }

    /// Returns why a request in flight has no token yet.
    pub(super) fn delay(&self) -> &DelayReason {
        &self.delay
    }
}

/// Parses a successful response.
pub(super) type Parse<T> = fn(&ResponseMembers<'_>) -> Result<T, SignInError>;

fn parse_response<T>(status: StatusCode, body: &[u8], form: &Form<'_>, parse: Parse<T>) -> Result<T, SignInError> {
    let malformed = |reason| SignInError::Malformed { status, reason };
    if status.is_redirection() {
        return Err(malformed(
            "redirects are not followed, because the secrets in the request are for the authority only",
        ));
    }
    let members = ResponseMembers::parse(status, body).ok_or_else(|| malformed("the body is not a JSON object"))?;
    if status.is_success() {
        return parse(&members);
    }
    let Some(code) = members.text("error") else {
        return Err(malformed("the body has no error code"));
    };
    // An authority could echo the secrets.
    let secrets = form.secrets();
    let redact = |text: String, limit| excerpt(&without_secrets(&secrets.redacted(&text)), limit).into_owned();
    let description = members.text("error_description").map(|text| redact(text, MAX_DESCRIPTION));
    match &*code {
        "authorization_declined" | "access_denied" => Err(SignInError::Declined),
        "expired_token" => Err(SignInError::Expired),
        _ => Err(SignInError::Rejected(AuthorityError { code: redact(code, MAX_CODE), description })),
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.token, f)
    }
}

/// The form of a request.
#[derive(Default)]
pub(super) struct Form<'a> {
    fields: Vec<(&'static str, &'a str, bool)>,
}

impl<'a> Form<'a> {
    pub(super) fn with(mut self, name: &'static str, value: &'a str) -> Self {
        self.fields.push((name, value, false));
        self
    }

    pub(super) fn with_some(self, name: &'static str, value: Option<&'a str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn with_secret(mut self, name: &'static str, value: &'a str) -> Self {
        self.fields.push((name, value, true));
        self
    }

    fn secrets(&self) -> Secrets {
        Secrets::new(self.fields.iter().filter(|(_, _, secret)| *secret).map(|(_, value, _)| *value))
    }

    /// Returns the encoded form. Its memory is wiped with the request, and large enough from the start, so that it is never copied.
    fn body(&self) -> Bytes {
        let size = self.fields.iter().map(|(name, value, _)| name.len() + 3 * value.len() + 2).sum();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(size));
        for (name, value, _) in &self.fields {
            form.append_pair(name, value);
        }
        Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
    }
}

const MAX_CODE: usize = 100;
/// Descriptions of Microsoft Entra have a few hundred characters.
const MAX_DESCRIPTION: usize = 1000;

/// Tokens with many groups and claims are a few KiB.
const MAX_RESPONSE: usize = 1024 * 1024;

#[cfg(test)]
impl Authority {
    /// Uses a transport in memory.
    pub(super) fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }
}
