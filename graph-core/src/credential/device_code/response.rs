//! Parses the responses of an authority, without leaving copies of secrets in memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use secrecy::SecretString;
use serde_json::value::RawValue;

use super::error::SignInError;
use super::prompt::DeviceCodePrompt;
use crate::credential::AccessToken;
use crate::redact::excerpt;

/// The members of a JSON object, which borrow from the response.
pub(super) struct ResponseMembers<'a> {
    status: StatusCode,
    raw: HashMap<Cow<'a, str>, &'a RawValue>,
}

impl<'a> ResponseMembers<'a> {
    pub(super) fn parse(status: StatusCode, body: &'a [u8]) -> Option<Self> {
        Some(Self { status, raw: serde_json::from_slice(body).ok()? })
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.raw.get(name)?.get()).ok()
    }

    /// Returns a number of seconds, which some authorities write as a string.
    fn seconds(&self, name: &str) -> Option<Duration> {
        let seconds = self.raw.get(name)?.get().trim_matches('"').parse::<f64>().ok()?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    fn malformed(&self, reason: &'static str) -> SignInError {
        SignInError::Malformed { status: self.status, reason }
    }
}

/// The code that the user enters, and the secret with which tokens are requested.
pub(super) struct DeviceCode {
    pub(super) secret: SecretString,
    pub(super) interval: Duration,
    pub(super) prompt: DeviceCodePrompt,
}

impl DeviceCode {
    /// Parses a device authorization response.
    ///
    /// Source: [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2).
    pub(super) fn parse(members: &ResponseMembers<'_>) -> Result<Self, SignInError> {
        let text = |name| members.text(name).filter(|text| !text.is_empty());
        let device_code = text("device_code").ok_or_else(|| members.malformed("the body has no `device_code`"))?;
        let user_code = text("user_code").ok_or_else(|| members.malformed("the body has no `user_code`"))?;
        let verification_uri = text("verification_uri").or_else(|| text("verification_url"));
        let verification_uri =
            verification_uri.ok_or_else(|| members.malformed("the body has no `verification_uri`"))?;
        let expires_in =
            members.seconds("expires_in").ok_or_else(|| members.malformed("the body has no `expires_in`"))?;
        let expires_in = expires_in.min(MAX_LIFETIME);
        let interval = members.seconds("interval").unwrap_or(DEFAULT_INTERVAL).max(Duration::from_secs(1));
        let message = text("message").map(|text| excerpt(&text, MAX_MESSAGE).into_owned());
        let verification_uri = excerpt(&verification_uri, MAX_URI).into_owned();
        let user_code = excerpt(&user_code, MAX_CODE).into_owned();
        let prompt = DeviceCodePrompt { user_code, verification_uri, message, expires_in };
        Ok(Self { secret: device_code.into(), interval, prompt })
    }
}

/// The tokens of a successful response.
pub(super) struct Tokens {
    pub(super) access: AccessToken,
    pub(super) refresh: Option<SecretString>,
}

impl Tokens {
    /// Parses a token response.
    ///
    /// Source: [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    pub(super) fn parse(members: &ResponseMembers<'_>) -> Result<Self, SignInError> {
        let access = members.text("access_token").ok_or_else(|| members.malformed("the body has no `access_token`"))?;
        let mut access = AccessToken::new(access).map_err(SignInError::InvalidToken)?;
        let expiry = members.seconds("expires_in").and_then(|lifetime| SystemTime::now().checked_add(lifetime));
        if let Some(expiry) = expiry {
            access = access.with_expiry(expiry);
        }
        let refresh = members.text("refresh_token").filter(|text| !text.is_empty()).map(SecretString::from);
        Ok(Self { access, refresh })
    }
}

/// The maximum lengths of the texts for the user. Codes have 9 characters, messages about 150.
const MAX_CODE: usize = 100;
const MAX_URI: usize = 500;
const MAX_MESSAGE: usize = 1_000;

const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);

/// The maximum lifetime of a code; those of Microsoft are valid for 15 minutes.
const MAX_LIFETIME: Duration = Duration::from_secs(60 * 60);
