//! Signs users in on another device: the device authorization grant.
//!
//! Sources: [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628),
//! [the device authorization grant of the Microsoft identity platform](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code).

mod authority;
mod builder;
mod error;
mod prompt;
mod response;
mod sign_in;

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

use authority::Authority;
use response::Tokens;

pub use builder::DeviceCodeCredentialBuilder;
pub use error::{AuthorityError, SignInError};
pub use prompt::DeviceCodePrompt;

/// Signs a user in with a code that the user enters in a browser.
///
/// The browser can be on any device. The tokens have the (delegated) permissions of the user. The user signs in once. After that the credential acquires access tokens
/// with a refresh token, which is kept in memory only, also with the claims that a service demands. The user signs in again only when
/// the authority requires it. The requested scopes are `offline_access` and the
/// [permissions](DeviceCodeCredentialBuilder::permissions).
///
/// A call that needs a token waits for the user until its deadline. Sign in before the first call to avoid that:
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
    /// Locked while a token is acquired, so that the user never sees two codes at a time.
    refresh_token: Mutex<Option<SecretString>>,
}

impl DeviceCodeCredential {
    async fn acquire(&self, request: &TokenRequest) -> Result<AccessToken, Error> {
        let mut stored = self.refresh_token.lock().await;
        let scope = self.scope(request);
        if let Some(refresh_token) = &*stored {
            match self.refresh(refresh_token, &scope, request.claims()).await {
                Ok(tokens) => return Ok(store(&mut stored, tokens)),
                Err(error) if error.requires_sign_in() => {
                    tracing::debug!("the authority requires the user to sign in again");
                    *stored = None;
                }
                Err(error) => return Err(Error::credential(error)),
            }
        }
        let tokens = self.sign_in(&scope, request.claims()).await.map_err(Error::credential)?;
        Ok(store(&mut stored, tokens))
    }

    /// Returns the requested scopes in one text: the permissions of this credential, or the scopes of the request.
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

/// Stores the refresh token, if the authority sent a new one, and returns the access token.
fn store(stored: &mut Option<SecretString>, tokens: Tokens) -> AccessToken {
    if let Some(new) = tokens.refresh {
        *stored = Some(new);
    }
    tokens.access
}

impl TokenProvider for DeviceCodeCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(self.acquire(request))
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

/// The function that shows the code to the user.
type ShowPrompt = Arc<dyn Fn(&DeviceCodePrompt) + Send + Sync>;

#[cfg(test)]
mod tests;
