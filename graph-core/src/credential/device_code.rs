//! Signing a user in on another device: the device authorization grant.
//!
//! Sources: [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628),
//! [the device authorization grant of the Microsoft identity platform](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code).

mod answer;
mod authority;
mod builder;
mod error;
mod prompt;
mod sign_in;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

use answer::Tokens;
use authority::Authority;

pub use builder::DeviceCodeCredentialBuilder;
pub use error::{Refusal, SignInError};
pub use prompt::DeviceCodePrompt;

/// Signs a user in: it shows a code, the user enters it in a browser on any device, and it gets tokens with the user's
/// (delegated) permissions.
///
/// The user is asked once. After that a refresh token, which is kept in memory and nowhere else, gets new access tokens without
/// the user, also with the claims that a service challenged for; the user is asked again only when the authority says that it
/// must be. What is asked for is `offline_access` and the [permissions](DeviceCodeCredentialBuilder::permissions).
///
/// Whoever waits for a token waits for the user. A call with a time limit does not wait that long, so sign in before the first one:
///
/// ```no_run
/// # async fn run() -> Result<(), graph_core::Error> {
/// use graph_core::credential::{DeviceCodeCredential, TokenCache, TokenProvider, TokenRequest};
/// use graph_core::{Cloud, GraphClient};
///
/// let user = DeviceCodeCredential::builder("00000000-0000-0000-0000-000000000000")
///     .tenant("contoso.onmicrosoft.com")
///     .permissions(["DeviceManagementConfiguration.ReadWrite.All"])
///     .prompt(|prompt| eprintln!("{}", prompt.message()))
///     .build()?;
/// let signed_in = TokenCache::new(user);
/// signed_in.token(&TokenRequest::new([Cloud::Global.scope()])).await?;
/// let graph = GraphClient::builder(Cloud::Global).credential(signed_in).build()?;
/// # Ok(())
/// # }
/// ```
pub struct DeviceCodeCredential {
    client_id: String,
    permissions: Vec<String>,
    prompt: ShowPrompt,
    authority: Authority,
    /// Held while a token is got, so that the user is never asked twice at a time.
    refresh_token: Mutex<Option<SecretString>>,
}

impl DeviceCodeCredential {
    /// Starts a credential for the application with this client id, which must be registered as a public client that allows
    /// the device code flow.
    pub fn builder(client_id: impl Into<String>) -> DeviceCodeCredentialBuilder {
        DeviceCodeCredentialBuilder::new(client_id.into())
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Error> {
        let mut kept = self.refresh_token.lock().await;
        let scope = self.scope(request);
        if let Some(refresh_token) = &*kept {
            match self.refresh(refresh_token, &scope, request.claims()).await {
                Ok(tokens) => return Ok(keep(&mut kept, tokens)),
                Err(error) if error.asks_for_the_user() => {
                    tracing::debug!("the authority wants the user to sign in again");
                    *kept = None;
                }
                Err(error) => return Err(Error::credential(error)),
            }
        }
        let tokens = self.sign_in(&scope, request.claims()).await.map_err(Error::credential)?;
        Ok(keep(&mut kept, tokens))
    }

    /// The scopes in one text: the permissions of this credential, or else the scopes of the request.
    fn scope(&self, request: &TokenRequest) -> String {
        let resource = request.scopes().first().and_then(|scope| scope.strip_suffix("/.default"));
        let mut scope = String::from("offline_access");
        let mut push = |text: &str| {
            scope.push(' ');
            scope.push_str(text);
        };
        for permission in &self.permissions {
            match resource {
                Some(resource) if !permission.contains("://") => push(&format!("{resource}/{permission}")),
                _ => push(permission),
            }
        }
        if self.permissions.is_empty() {
            request.scopes().iter().for_each(|scope| push(scope));
        }
        scope
    }
}

/// Authorities may or may not send a new refresh token; the last one counts.
fn keep(kept: &mut Option<SecretString>, tokens: Tokens) -> AccessToken {
    if let Some(new) = tokens.refresh {
        *kept = Some(new);
    }
    tokens.access
}

impl TokenProvider for DeviceCodeCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(self.get(request))
    }

    fn delay_reason(&self) -> Option<Error> {
        self.authority.delay().get()
    }
}

impl fmt::Debug for DeviceCodeCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodeCredential")
            .field("client_id", &self.client_id)
            .field("permissions", &self.permissions)
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}

/// What shows the code to the user.
type ShowPrompt = Arc<dyn Fn(&DeviceCodePrompt) + Send + Sync>;

#[cfg(test)]
mod tests;
