use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::error::Error;
use crate::redact::excerpt;

/// Why a user could not be signed in.
///
/// [`SignInError::of`] finds it in an [`Error`](crate::Error).
///
/// ```no_run
/// # use graph_core::credential::SignInError;
/// # fn show(error: graph_core::Error) {
/// match SignInError::of(&error) {
///     Some(SignInError::Declined) => println!("the sign-in was declined"),
///     Some(SignInError::Expired) => println!("the code has expired"),
///     _ => println!("{error}"),
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInError {
    /// The user declined to sign in.
    Declined,
    /// The user did not enter the code in time.
    Expired,
    /// The authority rejected the request.
    ///
    /// The description contains the ids that Microsoft's support needs.
    Rejected(AuthorityError),
    /// The response of the authority is not a valid one.
    Malformed {
        /// The status of the response.
        status: StatusCode,
        /// What is wrong with the response.
        reason: &'static str,
    },
    /// The authority could not be reached, or its response was not complete.
    Unreachable(Error),
    /// The authority sent an access token that cannot be sent in a header.
    InvalidToken(Error),
}

/// The error that an authority sent, without the secrets of the request.
///
/// Its texts are on one line and have a limited length.
#[derive(Debug, Clone)]
pub struct AuthorityError {
    pub(super) code: String,
    pub(super) description: Option<String>,
}

impl AuthorityError {
    /// Returns the code, for example `invalid_grant`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the description, for example `AADSTS50059: No tenant-identifying information found …`.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

impl SignInError {
    /// Returns the sign-in error that caused `error`, if any.
    pub fn of(error: &Error) -> Option<&Self> {
        crate::credential::cache::cause(error)?.downcast_ref()
    }

    /// Returns whether the refresh token is not valid any more, so that the user must sign in again.
    ///
    /// Source: [refresh token errors](https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application).
    pub(super) fn requires_sign_in(&self) -> bool {
        matches!(self, Self::Rejected(error)
            if matches!(&*error.code, "invalid_grant" | "interaction_required" | "login_required" | "consent_required"))
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined => f.write_str("the user declined to sign in"),
            Self::Expired => f.write_str("the user did not enter the code in time"),
            Self::Rejected(AuthorityError { code, description }) => {
                write!(f, "the authority rejected the request with `{code}`")?;
                match description {
                    Some(description) => write!(f, ": {}", excerpt(description, 500)),
                    None => Ok(()),
                }
            }
            Self::Malformed { status, reason } => write!(f, "the authority responded with {status}, but {reason}"),
            Self::Unreachable(_) => f.write_str("the authority did not send a complete response"),
            Self::InvalidToken(_) => f.write_str("the authority sent an access token that cannot be sent in a header"),
        }
    }
}

impl StdError for SignInError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Unreachable(error) | Self::InvalidToken(error) => Some(error),
            _ => None,
        }
    }
}
