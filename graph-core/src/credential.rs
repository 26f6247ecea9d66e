//! Access tokens, and where they come from.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind};

/// An access token: never printed, and wiped from memory with its last copy.
///
/// It has no `Display`, and its `Debug` shows `[redacted]`. Cloning shares the memory.
///
/// ```
/// use graph_core::AccessToken;
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
    /// Takes the text of a token as the authority issued it, without the word `Bearer`.
    ///
    /// # Errors
    /// [`ErrorKind::Credential`] when the text is empty or holds anything but visible ASCII characters, such as the line
    /// break at the end of a file. The error never holds the text.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        let mut token = token.into();
        let fault = fault(&token);
        let mut header = String::with_capacity(PREFIX.len() + token.len());
        header.push_str(PREFIX);
        header.push_str(&token);
        token.zeroize();
        // The capacity is exact, so that making the secret does not leave a copy behind.
        let secret = Secret(SecretString::from(header));
        if let Some(fault) = fault {
            return Err(Error::new(ErrorKind::Credential, fault));
        }
        let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(secret))
            .map_err(|_| Error::new(ErrorKind::Credential, "the access token cannot be sent in a header"))?;
        header.set_sensitive(true);
        Ok(Self { header, expires_at: None })
    }

    /// Says until when the token is good, as the authority said it.
    #[must_use]
    pub fn with_expiry(mut self, expires_at: SystemTime) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// Until when the token is good, if that is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
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

/// What a token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    scopes: Arc<[String]>,
    claims: Option<Arc<str>>,
    refresh: bool,
}

impl TokenRequest {
    /// Asks for a token with these scopes, for example `https://graph.microsoft.com/.default`.
    pub fn new<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None, refresh: false }
    }

    /// Asks for a new token, because the last one was refused; with the claims that the service challenged for, if it did.
    #[must_use]
    pub fn refreshed(&self, claims: Option<&str>) -> Self {
        Self { scopes: Arc::clone(&self.scopes), claims: claims.map(Arc::from), refresh: true }
    }

    /// The scopes that the token must have.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The claims that the service challenged for (JSON, already decoded): they go to the authority as they are.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Whether a kept token must not be used: the service refused it.
    pub fn is_refresh(&self) -> bool {
        self.refresh
    }
}

/// The answer of a [`TokenProvider`].
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Something that knows how to get an access token.
///
/// It is asked before every request, so it should keep a token until shortly before it expires. Returning a clone of
/// the same [`AccessToken`] costs no validation and no copy.
///
/// ```
/// use graph_core::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
/// use graph_core::Error;
///
/// #[derive(Debug)]
/// struct FromEnvironment;
///
/// impl TokenProvider for FromEnvironment {
///     fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
///         Box::pin(async {
///             AccessToken::new(std::env::var("GRAPH_ACCESS_TOKEN").map_err(Error::credential)?)
///         })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot provide access tokens",
    label = "not a token provider",
    note = "implement `TokenProvider`, or use `StaticToken` or `GraphClientBuilder::token` for a token in hand"
)]
pub trait TokenProvider: Send + Sync + 'static {
    /// A token for `request`.
    ///
    /// # Errors
    /// Whatever went wrong, by [`Error::credential`]. Nothing is then sent.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a>;
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Box<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

/// One token that is used until it is replaced by another client: for scripts and tests.
#[derive(Debug, Clone)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Takes the text of a token; see [`AccessToken::new`].
    ///
    /// # Errors
    /// Those of [`AccessToken::new`].
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        AccessToken::new(token).map(Self)
    }
}

impl From<AccessToken> for StaticToken {
    fn from(token: AccessToken) -> Self {
        Self(token)
    }
}

impl TokenProvider for StaticToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(ready(Ok(self.0.clone())))
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

fn fault(token: &str) -> Option<&'static str> {
    if token.is_empty() {
        Some("the access token is empty")
    } else if token.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX)) {
        Some("the access token starts with the word `Bearer`; give the token alone")
    } else if token.starts_with(char::is_whitespace) || token.ends_with(char::is_whitespace) {
        Some("the access token starts or ends with white space, perhaps a line break; trim it")
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("the access token holds a character that is not visible ASCII; is it really a token?")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, StaticToken, TokenProvider, TokenRequest};

    const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJub25jZSI6.s3cr3t-value_~+/==";

    #[tokio::test]
    async fn a_static_token_becomes_a_sensitive_header() {
        let provider: Box<dyn TokenProvider> = Box::new(StaticToken::new(TOKEN).unwrap());
        let token = provider.token(&TokenRequest::new(["https://graph.microsoft.com/.default"])).await.unwrap();
        let header = token.authorization();
        assert!(header.is_sensitive());
        assert_eq!(header.to_str().unwrap(), format!("Bearer {TOKEN}"));
        assert!(!format!("{token:?} {header:?}").contains("s3cr3t"));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_being_repeated() {
        for bad in [
            String::new(),
            format!("{TOKEN}\n"),
            format!("{TOKEN}\r\nX-Injected: 1"),
            format!(" {TOKEN}"),
            format!("Bearer {TOKEN}"),
            format!("bearer {TOKEN}"),
            format!("{TOKEN} {TOKEN}"),
            format!("{TOKEN}\0"),
            format!("{TOKEN}é"),
            format!("{TOKEN}\u{7f}"),
            "\u{feff}s3cr3t".into(),
        ] {
            let error = AccessToken::new(bad.clone()).expect_err(&bad);
            assert!(error.is_credential());
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("s3cr3t") && !shown.contains("eyJ0"), "{shown}");
        }
    }
}
