//! The trait between a client and whatever knows how to get a token.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use super::{AccessToken, TokenRequest};
use crate::error::Error;

/// The answer of a [`TokenProvider`].
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Something that knows how to get an access token.
///
/// A client keeps the tokens that it gives in a [`TokenCache`](super::TokenCache), so a provider just gets a token whenever it is
/// asked, and says how long it is good by [`AccessToken::with_expiry`]. A token without an expiry is not kept: the provider is
/// then asked before every request.
///
/// ```
/// use graph_core::Error;
/// use graph_core::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
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

    /// Whether it keeps tokens itself, so that a client asks it before every request instead of keeping them; no, unless said.
    ///
    /// A provider that keeps tokens must honour [`TokenRequest::is_refresh`] and [`TokenRequest::claims`] itself.
    fn keeps_tokens(&self) -> bool {
        false
    }

    /// Returns why a call that is under way has no token yet, for the error of a caller whose deadline passes meanwhile.
    ///
    /// A provider that retries tells what the last attempt failed with, and one that waits for somebody, for whom. Defaults to `None`.
    fn delay_reason(&self) -> Option<Error> {
        None
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }

    fn keeps_tokens(&self) -> bool {
        (**self).keeps_tokens()
    }

    fn delay_reason(&self) -> Option<Error> {
        (**self).delay_reason()
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Box<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }

    fn keeps_tokens(&self) -> bool {
        (**self).keeps_tokens()
    }

    fn delay_reason(&self) -> Option<Error> {
        (**self).delay_reason()
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

    fn keeps_tokens(&self) -> bool {
        true
    }
}
