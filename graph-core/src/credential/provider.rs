//! The trait of everything that provides access tokens.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use super::{AccessToken, TokenRequest};
use crate::error::Error;

/// The future that a [`TokenProvider`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Provides access tokens.
///
/// A client caches the tokens in a [`TokenCache`](super::TokenCache). A provider therefore acquires a token for each call, and
/// states how long it is valid with [`AccessToken::with_expiry`]. A token without an expiry is not cached: the provider is then
/// called before every request.
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
    note = "implement `TokenProvider`, or use `StaticToken` or `GraphClientBuilder::token` for a token that you already have"
)]
pub trait TokenProvider: Send + Sync + 'static {
    /// Acquires a token for `request`.
    ///
    /// # Errors
    /// When no token can be acquired; create the error with [`Error::credential`]. The client then sends no request.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a>;

    /// Returns whether the provider caches tokens itself. Defaults to `false`.
    ///
    /// A client calls such a provider before every request. The provider must respect [`TokenRequest::is_refresh`] and [`TokenRequest::claims`] itself.
    fn caches_tokens(&self) -> bool {
        false
    }

    /// Returns why a request in flight has no token yet. Defaults to `None`.
    ///
    /// A call whose deadline passes meanwhile shows the reason in its error: a provider that retries returns the error of its last
    /// attempt, and one that waits returns what it waits for.
    fn delay_reason(&self) -> Option<Error> {
        None
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }

    fn caches_tokens(&self) -> bool {
        (**self).caches_tokens()
    }

    fn delay_reason(&self) -> Option<Error> {
        (**self).delay_reason()
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Box<P> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        (**self).token(request)
    }

    fn caches_tokens(&self) -> bool {
        (**self).caches_tokens()
    }

    fn delay_reason(&self) -> Option<Error> {
        (**self).delay_reason()
    }
}

/// A provider of one fixed token, for scripts and tests.
#[derive(Debug, Clone)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// Creates a provider of the token with this text; see [`AccessToken::new`].
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

    fn caches_tokens(&self) -> bool {
        true
    }
}
