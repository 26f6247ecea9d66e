//! Reading what an authority answers, without leaving copies of secrets behind.

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

/// The members of a JSON object, in the memory of the answer.
pub(super) struct Members<'a> {
    status: StatusCode,
    raw: HashMap<Cow<'a, str>, &'a RawValue>,
}

impl<'a> Members<'a> {
    pub(super) fn parse(status: StatusCode, body: &'a [u8]) -> Option<Self> {
        Some(Self { status, raw: serde_json::from_slice(body).ok()? })
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.raw.get(name)?.get()).ok()
    }

    /// Seconds, which some authorities write as a string.
    fn seconds(&self, name: &str) -> Option<Duration> {
        let seconds = self.raw.get(name)?.get().trim_matches('"').parse::<f64>().ok()?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    fn fault(&self, fault: &'static str) -> SignInError {
        SignInError::Unreadable { status: self.status, fault }
    }
}

/// A code that the user can enter, and what to ask for tokens with meanwhile.
pub(super) struct DeviceCode {
    pub(super) secret: SecretString,
    pub(super) interval: Duration,
    pub(super) prompt: DeviceCodePrompt,
}

impl DeviceCode {
    /// Source: [RFC 8628, section 3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2).
    pub(super) fn read(members: &Members<'_>) -> Result<Self, SignInError> {
        let text = |name| members.text(name).filter(|text| !text.is_empty());
        let device_code = text("device_code").ok_or_else(|| members.fault("without `device_code`"))?;
        let user_code = text("user_code").ok_or_else(|| members.fault("without `user_code`"))?;
        let verification_uri = text("verification_uri").or_else(|| text("verification_url"));
        let verification_uri = verification_uri.ok_or_else(|| members.fault("without `verification_uri`"))?;
        let expires_in = members.seconds("expires_in").ok_or_else(|| members.fault("without `expires_in`"))?;
        let expires_in = expires_in.min(LONGEST_WAIT);
        let interval = members.seconds("interval").unwrap_or(DEFAULT_INTERVAL).max(Duration::from_secs(1));
        let message = text("message").map(|text| excerpt(&text, LONGEST_MESSAGE).into_owned());
        let verification_uri = excerpt(&verification_uri, LONGEST_URI).into_owned();
        let user_code = excerpt(&user_code, LONGEST_CODE).into_owned();
        let prompt = DeviceCodePrompt { user_code, verification_uri, message, expires_in };
        Ok(Self { secret: device_code.into(), interval, prompt })
    }
}

/// Tokens.
pub(super) struct Tokens {
    pub(super) access: AccessToken,
    pub(super) refresh: Option<SecretString>,
}

impl Tokens {
    /// Source: [RFC 6749, section 5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    pub(super) fn read(members: &Members<'_>) -> Result<Self, SignInError> {
        let access = members.text("access_token").ok_or_else(|| members.fault("without `access_token`"))?;
        let mut access = AccessToken::new(access).map_err(SignInError::Token)?;
        let expiry = members.seconds("expires_in").and_then(|life| SystemTime::now().checked_add(life));
        if let Some(expiry) = expiry {
            access = access.with_expiry(expiry);
        }
        let refresh = members.text("refresh_token").filter(|text| !text.is_empty()).map(SecretString::from);
        Ok(Self { access, refresh })
    }
}

/// What the user is shown: codes have 9 characters, messages some 150.
const LONGEST_CODE: usize = 100;
const LONGEST_URI: usize = 500;
const LONGEST_MESSAGE: usize = 1_000;

const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);

/// Codes are good for 15 minutes at Microsoft; nobody waits for a user forever.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
