use std::fmt;
use std::time::Duration;

/// The code and the page with which the user signs in.
///
/// Its `Debug` does not show the code, because the first person who enters it signs in.
#[derive(Clone)]
pub struct DeviceCodePrompt {
    pub(super) user_code: String,
    pub(super) verification_uri: String,
    pub(super) message: Option<String>,
    pub(super) expires_in: Duration,
}

impl DeviceCodePrompt {
    /// Returns the code that the user enters.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the URL of the page where the user enters the code.
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// Returns how long the code is valid.
    pub fn expires_in(&self) -> Duration {
        self.expires_in
    }

    /// Returns a sentence with the page and the code for the user.
    ///
    /// It is the sentence of the authority, if it sent one.
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
