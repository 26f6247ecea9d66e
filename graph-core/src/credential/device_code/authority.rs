//! The service that issues tokens: forms go there, JSON comes back.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use secrecy::zeroize::{Zeroize, Zeroizing};
use url::{Url, form_urlencoded};

use super::answer::Members;
use super::error::{Refusal, SignInError};
use crate::credential::TIMEOUTS;
use crate::credential::cache::share;
use crate::credential::delay::DelayReason;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::redact::{Secrets, excerpt, without_secrets};
use crate::transport::{BodyLimits, Deadline, HttpTransport, RootCertificates, Transport};

/// Where tokens of one directory come from.
pub(super) struct Authority {
    device_code: Uri,
    token: Uri,
    transport: Transport,
    delay: DelayReason,
}

impl Authority {
    /// The same rules as for Microsoft Graph itself: `https` (or loopback), no redirects, no proxy on loopback, bounded answers.
    pub(super) fn new(authority: &str, tenant: &str) -> Result<Self, Error> {
        let refuse = |message: &str| Error::new(ErrorKind::Configuration, message);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if tenant.is_empty() || tenant.starts_with('.') || !tenant.chars().all(plain) {
            return Err(refuse("the tenant is no directory id or domain name"));
        }
        let url = Url::parse(authority).map_err(|_| refuse("the authority is not an absolute URL"))?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("the authority holds more than scheme, host, port and path"));
        }
        let origin = Origin::from_url(&url)?;
        let limits = BodyLimits { success: MAX_ANSWER, ..BodyLimits::DEFAULT };
        let transport = Transport::http(HttpTransport::new(&origin, TIMEOUTS, limits, &RootCertificates::default())?);
        let endpoint = |name| {
            let base = url.as_str().trim_end_matches('/');
            Uri::try_from(format!("{base}/{tenant}/oauth2/v2.0/{name}"))
                .map_err(|_| refuse("the authority cannot be asked"))
        };
        Ok(Self {
            device_code: endpoint("devicecode")?,
            token: endpoint("token")?,
            transport,
            delay: DelayReason::default(),
        })
    }

    /// Asks for a code that the user can enter.
    pub(super) async fn device_code<T>(&self, form: &Form<'_>, read: Read<T>) -> Result<T, SignInError> {
        self.post(&self.device_code, form, read).await
    }

    /// Asks for tokens.
    pub(super) async fn token<T>(&self, form: &Form<'_>, read: Read<T>) -> Result<T, SignInError> {
        self.post(&self.token, form, read).await
    }

    async fn post<T>(&self, to: &Uri, form: &Form<'_>, read: Read<T>) -> Result<T, SignInError> {
        let mut request = http::Request::new(form.body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = to.clone();
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        self.delay.waiting(format!("`{}` has not responded yet", to.authority().map_or("", |host| host.as_str())));
        // The transport has a time limit of its own.
        let answer = self.transport.send(request, Deadline::after(Duration::MAX)).await.map_err(|error| {
            let error = Arc::new(error);
            self.delay.failed(&error);
            SignInError::Unreachable(share(&error))
        })?;
        let status = answer.status();
        let body = answer.into_body().into_bytes();
        let outcome = interpret(status, &body, form, read);
        // Wiped if nobody else has the memory, which is so unless a layer keeps it.
        if let Ok(mut body) = body.try_into_mut() {
            body.as_mut().zeroize();
        }
        match &outcome {
            Err(error) => self.delay.failed(&Arc::new(Error::new(ErrorKind::Credential, error.to_string()))),
            Ok(_) => self.delay.clear(),
        }
        outcome
    }

    /// What a caller whose deadline passes is told.
    pub(super) fn delay(&self) -> &DelayReason {
        &self.delay
    }
}

/// Takes what is wanted out of a successful answer.
pub(super) type Read<T> = fn(&Members<'_>) -> Result<T, SignInError>;

fn interpret<T>(status: StatusCode, body: &[u8], form: &Form<'_>, read: Read<T>) -> Result<T, SignInError> {
    let fault = |fault| SignInError::Unreadable { status, fault };
    if status.is_redirection() {
        return Err(fault(
            "redirects are not followed, because the secrets in the request are for the authority alone",
        ));
    }
    let members = Members::parse(status, body).ok_or_else(|| fault("not with a JSON object"))?;
    if status.is_success() {
        return read(&members);
    }
    let Some(code) = members.text("error") else {
        return Err(fault("without an error code"));
    };
    // An authority could repeat what it was sent.
    let secrets = form.secrets();
    let clean = |text: String, limit| excerpt(&without_secrets(&secrets.cleaned(&text)), limit).into_owned();
    let description = members.text("error_description").map(|text| clean(text, LONGEST_DESCRIPTION));
    match &*code {
        "authorization_declined" | "access_denied" => Err(SignInError::Declined),
        "expired_token" => Err(SignInError::Expired),
        _ => Err(SignInError::Refused(Refusal { code: clean(code, LONGEST_CODE), description })),
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.token, f)
    }
}

/// What is posted.
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

    /// In memory that is wiped with the request; large enough from the start, so that no copy is left behind by growing.
    fn body(&self) -> Bytes {
        let size = self.fields.iter().map(|(name, value, _)| name.len() + 3 * value.len() + 2).sum();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(size));
        for (name, value, _) in &self.fields {
            form.append_pair(name, value);
        }
        Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
    }
}

const LONGEST_CODE: usize = 100;
/// Those of Microsoft Entra are a few hundred characters.
const LONGEST_DESCRIPTION: usize = 1000;

/// Tokens with many groups and claims are a few KiB.
const MAX_ANSWER: usize = 1024 * 1024;

#[cfg(test)]
impl Authority {
    /// Asks something in memory instead.
    pub(super) fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }
}
