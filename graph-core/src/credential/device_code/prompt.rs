use std::fmt;
use std::time::Duration;

/// What the user must be shown to sign in.
///
/// Its `Debug` shows no code: who enters it first, signs in.
#[derive(Clone)]
pub struct DeviceCodePrompt {
    pub(super) user_code: String,
    pub(super) verification_uri: String,
    pub(super) message: Option<String>,
    pub(super) expires_in: Duration,
}

impl DeviceCodePrompt {
    /// The code to enter.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// The page where to enter it.
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// How long the user has.
    pub fn expires_in(&self) -> Duration {
        self.expires_in
    }

    /// A sentence that says all of it: the authority's own, if it sent one.
    pub fn message(&self) -> String {
        self.message.clone().unwrap_or_else(|| {
            format!("To sign in, open {} in a browser and enter the code {}.", self.verification_uri, self.user_code)
        })
    }
}

impl fmt::Debug for DeviceCodePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodePrompt")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}
