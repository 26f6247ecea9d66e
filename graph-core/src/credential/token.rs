//! The access token: a secret that is ready to be sent.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;
use crate::failure::ErrorKind;

/// An access token, whose text is never shown.
///
/// It has no `Display`, and its `Debug` shows `[redacted]`. Clones share the memory, which is wiped with the last of them.
///
/// ```
/// use graph_core::credential::AccessToken;
///
/// let token = AccessToken::new("eyJ0eXAi.OiJKV1Qi.LCJub25j")?;
/// assert_eq!(format!("{token:?}"), "AccessToken([redacted])");
/// assert!(AccessToken::new("two words").is_err());
/// # Ok::<(), graph_core::Error>(())
/// ```
#[derive(Clone)]
pub struct AccessToken {
    /// `Bearer …`, validated once and marked sensitive; its bytes are owned by a [`Secret`].
    header: HeaderValue,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// Creates a token from its text, as the authority issued it, without the prefix `Bearer`.
    ///
    /// # Errors
    /// [`ErrorKind::Credential`] when the text is empty or contains anything but visible ASCII characters, such as the line
    /// break at the end of a file. The error never contains the text.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        let mut token = token.into();
        let problem = problem(&token);
        let mut header = String::with_capacity(PREFIX.len() + token.len());
        header.push_str(PREFIX);
        header.push_str(&token);
        token.zeroize();
        // The capacity is exact, so that making the secret does not leave a copy behind.
        let secret = Secret(SecretString::from(header));
        if let Some(problem) = problem {
            return Err(Error::new(ErrorKind::Credential, problem));
        }
        let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(secret))
            .map_err(|_| Error::new(ErrorKind::Credential, "the access token cannot be sent in a header"))?;
        header.set_sensitive(true);
        Ok(Self { header, expires_at: None })
    }

    /// Sets the time at which the token expires, as the authority reported it.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Returns the time at which the token expires, if it is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Returns whether both tokens have the same text. Clones are recognized without comparing it.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.header.as_bytes().as_ptr() == other.header.as_bytes().as_ptr() || self.header == other.header
    }

    /// Returns the token in an `Authorization` header, without its expiry.
    pub(crate) fn from_authorization(header: HeaderValue) -> Self {
        Self { header, expires_at: None }
    }

    pub(crate) fn authorization(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken([redacted])")
    }
}

const PREFIX: &str = "Bearer ";

/// Memory that is wiped when the last header value that shares it is dropped.
struct Secret(SecretString);

impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// Returns what is wrong with the text of a token.
fn problem(token: &str) -> Option<&'static str> {
    if token.is_empty() {
        Some("the access token is empty")
    } else if token.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX)) {
        Some("the access token starts with `Bearer`; pass the token without this prefix")
    } else if token.starts_with(char::is_whitespace) || token.ends_with(char::is_whitespace) {
        Some("the access token starts or ends with white space, such as a line break; trim it")
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("the access token contains a character that is not visible ASCII; check that it is a token")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
