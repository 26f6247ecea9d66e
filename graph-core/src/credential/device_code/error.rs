use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::error::Error;
use crate::redact::excerpt;

/// Why a user could not be signed in; find it in an [`Error`](crate::Error) by [`SignInError::of`].
///
/// ```no_run
/// # use graph_core::credential::SignInError;
/// # fn show(error: graph_core::Error) {
/// match SignInError::of(&error) {
///     Some(SignInError::Declined) => println!("you said no"),
///     Some(SignInError::Expired) => println!("that took too long; try again"),
///     _ => println!("{error}"),
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInError {
    /// The user said no.
    Declined,
    /// The user did not enter the code in time.
    Expired,
    /// The authority refused: its code, and its description with the ids that Microsoft's support asks for.
    Refused(Refusal),
    /// The authority answered with something that is no answer.
    Unreadable {
        /// The status of the answer.
        status: StatusCode,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// The authority could not be reached, or its answer was not complete.
    Unreachable(Error),
    /// The authority gave a token that cannot be one.
    Token(Error),
}

/// What an authority said when it refused, on one line, bounded, and without the secrets that it was sent.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub(super) code: String,
    pub(super) description: Option<String>,
}

impl Refusal {
    /// The code, for example `invalid_grant`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The description, for example `AADSTS50059: No tenant-identifying information found …`.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

impl SignInError {
    /// The sign-in error that caused `error`, if one did.
    pub fn of(error: &Error) -> Option<&Self> {
        crate::credential::cache::cause(error)?.downcast_ref()
    }

    /// Whether a refresh token is of no use any more, so that the user must sign in again.
    ///
    /// Source: [refresh token errors](https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application).
    pub(super) fn asks_for_the_user(&self) -> bool {
        matches!(self, Self::Refused(refusal)
            if matches!(&*refusal.code, "invalid_grant" | "interaction_required" | "login_required" | "consent_required"))
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined => f.write_str("the user declined to sign in"),
            Self::Expired => f.write_str("the user did not enter the code in time"),
            Self::Refused(Refusal { code, description }) => {
                write!(f, "the authority refused with `{code}`")?;
                match description {
                    Some(description) => write!(f, ": {}", excerpt(description, 500)),
                    None => Ok(()),
                }
            }
            Self::Unreadable { status, fault } => write!(f, "the authority responded with {status}, but {fault}"),
            Self::Unreachable(_) => f.write_str("the authority did not respond completely"),
            Self::Token(_) => f.write_str("the authority sent an access token that is not one"),
        }
    }
}

impl StdError for SignInError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Unreachable(error) | Self::Token(error) => Some(error),
            _ => None,
        }
    }
}
