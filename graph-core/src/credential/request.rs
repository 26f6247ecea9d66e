//! The request for a token.

use std::fmt;
use std::sync::Arc;

use super::AccessToken;

/// Describes the token that a [`TokenProvider`](super::TokenProvider) acquires.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    scopes: Arc<[String]>,
    claims: Option<Arc<str>>,
    is_refresh: bool,
    rejected: Option<RejectedToken>,
}

impl TokenRequest {
    /// Creates a request for a token with these scopes, for example `https://graph.microsoft.com/.default`.
    pub fn new<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None, is_refresh: false, rejected: None }
    }

    /// Returns a request for a new token, because the service rejected the last one.
    ///
    /// `claims` are those that the service demanded in its challenge, if any.
    #[must_use]
    pub fn refreshed(&self, claims: Option<&str>) -> Self {
        Self { scopes: Arc::clone(&self.scopes), claims: claims.map(Arc::from), is_refresh: true, rejected: None }
    }

    /// Sets the token that the service rejected.
    ///
    /// A provider that has a newer token by now returns that one. Many requests that are rejected with the same token then
    /// cause one refresh.
    #[must_use]
    pub fn with_rejected_token(mut self, rejected: &AccessToken) -> Self {
        self.rejected = Some(RejectedToken(rejected.clone()));
        self
    }

    /// Returns the scopes that the token must have.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Returns the claims that the service demanded, as decoded JSON. They are sent to the authority unchanged.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Returns whether a cached token must not be used, because the service rejected it.
    pub fn is_refresh(&self) -> bool {
        self.is_refresh
    }

    /// Returns the token that the service rejected, if it is known.
    pub fn rejected_token(&self) -> Option<&AccessToken> {
        self.rejected.as_ref().map(|rejected| &rejected.0)
    }

    pub(super) fn shared_scopes(&self) -> &Arc<[String]> {
        &self.scopes
    }

    pub(super) fn shared_claims(&self) -> Option<&Arc<str>> {
        self.claims.as_ref()
    }
}

#[derive(Clone)]
struct RejectedToken(AccessToken);

impl fmt::Debug for RejectedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for RejectedToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl Eq for RejectedToken {}
