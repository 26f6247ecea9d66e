//! Adapts credentials of the Azure SDK for Rust.

mod http_client;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::TokenCredential;
use azure_core::http::{ClientOptions, RetryOptions, Transport};

use super::delay::DelayReason;
use super::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::redact::without_secrets;

pub(super) use http_client::{IdentityClient, TokenEndpoint};

/// Provides tokens of any credential of the Azure SDK for Rust.
///
/// The crate `azure_identity` has such credentials.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::{Cloud, GraphClient};
///
/// # let secret = String::from("not really");
/// let credential = azure_identity::ClientSecretCredential::new("contoso.onmicrosoft.com", "client-id".into(), secret.into(), None)?;
/// let graph = GraphClient::builder(Cloud::Global).azure_credential(credential).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # Limitations
///
/// The interface of the SDK (`TokenRequestOptions` of `azure_core` 1.1) passes neither the claims of a challenge nor the fact that a
/// token was rejected. Most credentials of `azure_identity` cache their token until five minutes before it expires. Therefore:
///
/// - [Claims](TokenRequest::claims) are not passed on.
/// - A [refresh](TokenRequest::is_refresh) calls the credential, which may return the rejected token once more. With
///   [`from_fn`](Self::from_fn) it calls a new credential without a cached token. That is enough for the common challenge that
///   demands a token that was issued after a certain time.
///
/// Pass [`client_options`](Self::client_options) to credentials of `azure_identity`. Without them, a call whose deadline passes while
/// the SDK retries a request cannot report the reason. An `AzureCliCredential` that you create does not end its process with the
/// call; the one of [`EnvironmentCredential`](super::EnvironmentCredential) does.
///
/// The SDK does not wipe its copy of a token from memory when it is dropped.
pub struct AzureCredential {
    credential: Mutex<Arc<dyn TokenCredential>>,
    factory: Option<Factory>,
    delay: DelayReason,
}

impl AzureCredential {
    /// Creates a provider of the tokens of a credential.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self { credential: Mutex::new(credential), factory: None, delay: DelayReason::default() }
    }

    /// Creates a provider from a function that creates credentials.
    ///
    /// The function is called now, and again whenever the service rejects a token.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), graph_core::Error> {
    /// use graph_core::credential::AzureCredential;
    ///
    /// let credential = AzureCredential::from_fn(|| Ok(azure_identity::ManagedIdentityCredential::new(None)?))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Credential`](crate::ErrorKind::Credential) when the credential cannot be created.
    pub fn from_fn<F>(factory: F) -> Result<Self, Error>
    where
        F: Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync + 'static,
    {
        let credential = factory().map_err(Error::credential)?;
        Ok(Self { credential: Mutex::new(credential), factory: Some(Box::new(factory)), delay: DelayReason::default() })
    }

    /// Returns options for credentials that sign in at the authority of `cloud`.
    ///
    /// They replace the HTTP client of the Azure SDK, which allows 20 seconds for a connection, retries a failed request for a minute,
    /// and does not report the cause meanwhile. The HTTP client of these options allows 10 seconds, retries transient failures four
    /// times within 8 seconds, does not follow redirects, removes secrets from responses that echo them, and reports the cause to the
    /// waiting call.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
    /// use graph_core::credential::AzureCredential;
    /// use graph_core::{Cloud, GraphClient};
    ///
    /// # let secret = String::from("not really");
    /// let options = ClientSecretCredentialOptions { client_options: AzureCredential::client_options(&Cloud::China)? };
    /// let credential = ClientSecretCredential::new("contoso.example", "client-id".into(), secret.into(), Some(options))?;
    /// let graph = GraphClient::builder(Cloud::China).azure_credential(credential).build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the cloud has no authority, or the HTTP client cannot
    /// be created.
    pub fn client_options(cloud: &Cloud) -> Result<ClientOptions, Error> {
        let authority = authority(cloud)?;
        Ok(options(authority, Arc::new(IdentityClient::new(TokenEndpoint::Authority).with_authority(authority)?)))
    }

    fn credential(&self, is_refresh: bool) -> Result<Arc<dyn TokenCredential>, Error> {
        let new = match &self.factory {
            Some(factory) if is_refresh => Some(factory().map_err(Error::credential)?),
            _ => None,
        };
        let mut credential = self.credential.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(new) = new {
            *credential = new;
        }
        Ok(Arc::clone(&credential))
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Error> {
        let scopes: Vec<&str> = request.scopes().iter().map(String::as_str).collect();
        if request.claims().is_some() {
            tracing::debug!("credentials of the Azure SDK cannot pass on the claims that the service demanded");
        }
        let credential = self.credential(request.is_refresh())?;
        self.delay.clear();
        let token = self.delay.scope(credential.get_token(&scopes, None)).await.map_err(convert_error)?;
        Ok(AccessToken::new(token.token.secret())?.with_expiry(SystemTime::from(token.expires_on)))
    }
}

/// Returns options with an authority and a client, which retries transient failures by itself.
pub(super) fn options(authority: &str, client: Arc<IdentityClient>) -> ClientOptions {
    let mut cloud = CustomConfiguration::default();
    authority.clone_into(&mut cloud.authority_host);
    ClientOptions {
        cloud: Some(Arc::new(CloudConfiguration::from(cloud))),
        retry: RetryOptions::none(),
        transport: Some(Transport::new(client)),
        ..ClientOptions::default()
    }
}

pub(super) fn authority(cloud: &Cloud) -> Result<&str, Error> {
    cloud.authority().ok_or_else(|| {
        let message = "the custom cloud has no authority; set one with `CloudBuilder::authority`";
        Error::new(ErrorKind::Configuration, message)
    })
}

/// Converts an error, which contains the message of the authority or of a tool. If the message may contain a secret, only its redacted text
/// remains.
#[cold]
fn convert_error(error: azure_core::Error) -> Error {
    match without_secrets(&format!("{error:?}")) {
        Cow::Borrowed(_) => Error::credential(error),
        Cow::Owned(_) => Error::credential(without_secrets(&error.to_string()).into_owned()),
    }
}

impl From<Arc<dyn TokenCredential>> for AzureCredential {
    fn from(credential: Arc<dyn TokenCredential>) -> Self {
        Self::new(credential)
    }
}

impl TokenProvider for AzureCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(self.get(request))
    }

    fn delay_reason(&self) -> Option<Error> {
        self.delay.get()
    }
}

impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureCredential").finish_non_exhaustive()
    }
}

type Factory = Box<dyn Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync>;

#[cfg(test)]
mod tests;
