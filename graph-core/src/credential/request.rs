//! What a provider is asked for.

use std::fmt;
use std::sync::Arc;

use super::AccessToken;

/// What a token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    scopes: Arc<[String]>,
    claims: Option<Arc<str>>,
    refresh: bool,
    refused: Option<Refused>,
}

impl TokenRequest {
    /// Asks for a token with these scopes, for example `https://graph.microsoft.com/.default`.
    pub fn new<S: Into<String>>(scopes: impl IntoIterator<Item = S>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None, refresh: false, refused: None }
    }

    /// Asks for a new token, because the last one was refused; with the claims that the service challenged for, if it did.
    #[must_use]
    pub fn refreshed(&self, claims: Option<&str>) -> Self {
        Self { scopes: Arc::clone(&self.scopes), claims: claims.map(Arc::from), refresh: true, refused: None }
    }

    /// Says which token was refused, so that a provider that has a newer one by now need not ask for another.
    ///
    /// Many requests that are refused at once with the same token then cost one refresh.
    #[must_use]
    pub fn instead_of(mut self, refused: &AccessToken) -> Self {
        self.refused = Some(Refused(refused.clone()));
        self
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

    /// The token that was refused, if the caller said it; it is of use only where [`is_refresh`](Self::is_refresh).
    pub fn refused(&self) -> Option<&AccessToken> {
        self.refused.as_ref().map(|refused| &refused.0)
    }

    pub(super) fn shared_scopes(&self) -> &Arc<[String]> {
        &self.scopes
    }

    pub(super) fn shared_claims(&self) -> Option<&Arc<str>> {
        self.claims.as_ref()
    }
}

#[derive(Clone)]
struct Refused(AccessToken);

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Refused {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl Eq for Refused {}
