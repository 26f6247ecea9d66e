use http::HeaderValue;

use crate::error::Error;

/// The error of an attempt, with what the retry policy needs to know.
pub(super) struct AttemptError {
    pub(super) error: Error,
    /// Whether the service reported that it did not process the request.
    pub(super) is_unprocessed: bool,
    /// Present if the service rejected the access token.
    pub(super) challenge: Option<Box<TokenChallenge>>,
}

/// The rejection of an access token.
pub(super) struct TokenChallenge {
    /// The claims that a new token must have: JSON.
    pub(super) claims: Option<Box<str>>,
    pub(super) rejected: HeaderValue,
}

impl From<Error> for AttemptError {
    fn from(error: Error) -> Self {
        Self { error, is_unprocessed: false, challenge: None }
    }
}
