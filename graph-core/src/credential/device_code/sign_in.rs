//! The two ways to tokens: with the user, and with the refresh token that the user left.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep};

use super::DeviceCodeCredential;
use super::answer::{DeviceCode, Tokens};
use super::authority::Form;
use super::error::SignInError;
use crate::failure::ErrorKind;

impl DeviceCodeCredential {
    /// Source: [RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6).
    pub(super) async fn refresh(
        &self,
        refresh_token: &SecretString,
        scope: &str,
        claims: Option<&str>,
    ) -> Result<Tokens, SignInError> {
        let form = Form::default()
            .with("grant_type", "refresh_token")
            .with("client_id", &self.client_id)
            .with("scope", scope)
            .with_some("claims", claims)
            .with_secret("refresh_token", refresh_token.expose_secret());
        self.authority.token(&form, Tokens::read).await
    }

    /// Asks the user, and the authority whether the user is done.
    ///
    /// Source: [RFC 8628, section 3](https://www.rfc-editor.org/rfc/rfc8628#section-3).
    pub(super) async fn sign_in(&self, scope: &str, claims: Option<&str>) -> Result<Tokens, SignInError> {
        let form = Form::default().with("client_id", &self.client_id).with("scope", scope).with_some("claims", claims);
        let code = self.authority.device_code(&form, DeviceCode::read).await?;
        let deadline = Instant::now() + code.prompt.expires_in;
        (self.prompt)(&code.prompt);
        self.authority.delay().waiting(NOT_YET);

        let form = Form::default()
            .with("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
            .with("client_id", &self.client_id)
            .with_some("claims", claims)
            .with_secret("device_code", code.secret.expose_secret());
        let mut interval = code.interval;
        loop {
            if deadline.saturating_duration_since(Instant::now()) <= interval {
                sleep(deadline.saturating_duration_since(Instant::now())).await;
                return Err(SignInError::Expired);
            }
            sleep(interval).await;
            match self.authority.token(&form, Tokens::read).await {
                Err(SignInError::Refused(refusal)) if refusal.code == "authorization_pending" => {
                    self.authority.delay().waiting(NOT_YET);
                }
                Err(SignInError::Refused(refusal)) if refusal.code == "slow_down" => interval += SLOWER,
                Err(SignInError::Refused(refusal)) if refusal.code == "temporarily_unavailable" => {
                    interval = interval.saturating_mul(2);
                }
                // The user may be typing while the network is away for a moment: ask less often, as the RFC says.
                Err(SignInError::Unreachable(error))
                    if matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport) =>
                {
                    tracing::debug!(
                        error.r#type = error.kind().as_str(),
                        "the authority could not be reached; trying again"
                    );
                    interval = interval.saturating_mul(2);
                }
                Err(SignInError::Unreadable { status, .. }) if status.is_server_error() || status.as_u16() == 429 => {
                    tracing::debug!(http.response.status_code = status.as_u16(), "the authority is busy; trying again");
                    interval = interval.saturating_mul(2);
                }
                outcome => return outcome,
            }
        }
    }
}

const NOT_YET: &str = "the user has not signed in yet";

/// Source: [RFC 8628, section 3.5](https://www.rfc-editor.org/rfc/rfc8628#section-3.5).
const SLOWER: Duration = Duration::from_secs(5);
