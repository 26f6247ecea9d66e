//! Acquires tokens with the user, and with a refresh token.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep};

use super::DeviceCodeCredential;
use super::authority::Form;
use super::error::SignInError;
use super::response::{DeviceCode, Tokens};
use crate::failure::ErrorKind;

impl DeviceCodeCredential {
    /// Acquires tokens with a refresh token.
    ///
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
        self.authority.token(&form, Tokens::parse).await
    }

    /// Shows a code to the user, and polls the authority until the user has signed in.
    ///
    /// Source: [RFC 8628, section 3](https://www.rfc-editor.org/rfc/rfc8628#section-3).
    pub(super) async fn sign_in(&self, scope: &str, claims: Option<&str>) -> Result<Tokens, SignInError> {
        let form = Form::default().with("client_id", &self.client_id).with("scope", scope).with_some("claims", claims);
        let code = self.authority.device_code(&form, DeviceCode::parse).await?;
        let deadline = Instant::now() + code.prompt.expires_in;
        (self.prompt)(&code.prompt);
        self.authority.delay().set_waiting(PENDING);

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
            match self.authority.token(&form, Tokens::parse).await {
                Err(SignInError::Rejected(rejected)) if rejected.code == "authorization_pending" => {
                    self.authority.delay().set_waiting(PENDING);
                }
                Err(SignInError::Rejected(rejected)) if rejected.code == "slow_down" => interval += SLOW_DOWN,
                Err(SignInError::Rejected(rejected)) if rejected.code == "temporarily_unavailable" => {
                    interval = interval.saturating_mul(2);
                }
                // The network may be down for a moment while the user signs in: poll less often, as the RFC requires.
                Err(SignInError::Unreachable(error))
                    if matches!(error.kind(), ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport) =>
                {
                    tracing::debug!(error.r#type = error.kind().as_str(), "failed to reach the authority; retrying");
                    interval = interval.saturating_mul(2);
                }
                Err(SignInError::Malformed { status, .. }) if status.is_server_error() || status.as_u16() == 429 => {
                    tracing::debug!(http.response.status_code = status.as_u16(), "the authority is busy; retrying");
                    interval = interval.saturating_mul(2);
                }
                outcome => return outcome,
            }
        }
    }
}

const PENDING: &str = "the user has not signed in yet";

/// Source: [RFC 8628, section 3.5](https://www.rfc-editor.org/rfc/rfc8628#section-3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);
