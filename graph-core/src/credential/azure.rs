//! Credentials of the Azure SDK for Rust.

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

pub(super) use http_client::{IdentityClient, Place};

/// Any credential of the Azure SDK for Rust, for example one of the crate `azure_identity`, as it is.
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
/// # What it cannot do
///
/// The SDK's interface (`TokenRequestOptions` of `azure_core` 1.1) has no place for the claims of a challenge, and none to say
/// that a token was refused; and most credentials of `azure_identity` keep their token until five minutes before it expires. So
///
/// - [claims](TokenRequest::claims) are not passed on,
/// - a [refresh](TokenRequest::is_refresh) asks the credential again, which may give the refused token once more. With
///   [`from_fn`](Self::from_fn) it asks a new credential, which has kept nothing: that is enough for the common challenge that
///   wants a token from after a certain moment.
///
/// Give [`client_options`](Self::client_options) to a credential of `azure_identity`: without them, a call whose deadline passes while
/// the SDK retries a request cannot tell why. An `AzureCliCredential` of your own does not end its process with the call; that of
/// [`EnvironmentCredential`](super::EnvironmentCredential) does.
///
/// The copy of a token that the SDK keeps is not wiped from memory when it is dropped; ours is.
pub struct AzureCredential {
    credential: Mutex<Arc<dyn TokenCredential>>,
    make: Option<Make>,
    delay: DelayReason,
}

impl AzureCredential {
    /// Takes a credential.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self { credential: Mutex::new(credential), make: None, delay: DelayReason::default() }
    }

    /// Takes a function that makes a credential. It is called now, and again whenever a token was refused.
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
    /// [`ErrorKind::Credential`](crate::ErrorKind::Credential) when it cannot be made.
    pub fn from_fn<F>(make: F) -> Result<Self, Error>
    where
        F: Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync + 'static,
    {
        let credential = make().map_err(Error::credential)?;
        Ok(Self { credential: Mutex::new(credential), make: Some(Box::new(make)), delay: DelayReason::default() })
    }

    /// Options for a credential that signs in at the authority of `cloud`, so that trouble there ends soon and is named.
    ///
    /// The HTTP client of the Azure SDK allows 20 seconds for a connection, retries a failed request for a minute, and does not tell
    /// the cause meanwhile. The HTTP client of these options allows 10 seconds, retries transient failures four times within
    /// 8 seconds, does not follow redirects, removes secrets from a response that repeats them, and tells the waiting call the cause.
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
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the cloud does not name its authority, or HTTP cannot be set
    /// up.
    pub fn client_options(cloud: &Cloud) -> Result<ClientOptions, Error> {
        let authority = authority(cloud)?;
        Ok(options(authority, Arc::new(IdentityClient::new(Place::Authority).connected(authority)?)))
    }

    fn credential(&self, anew: bool) -> Result<Arc<dyn TokenCredential>, Error> {
        let new = match &self.make {
            Some(make) if anew => Some(make().map_err(Error::credential)?),
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
            tracing::debug!("credentials of the Azure SDK cannot pass on the claims that the service challenged for");
        }
        let credential = self.credential(request.is_refresh())?;
        self.delay.clear();
        let token = self.delay.scope(credential.get_token(&scopes, None)).await.map_err(failure)?;
        Ok(AccessToken::new(token.token.secret())?.with_expiry(SystemTime::from(token.expires_on)))
    }
}

/// Options for the authority of a cloud and the client that reaches it, which repeats by itself what may pass.
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

/// What the authority or a tool says is part of the error; where that looks like a secret, only the cleaned text is kept.
#[cold]
fn failure(error: azure_core::Error) -> Error {
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

type Make = Box<dyn Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync>;

#[cfg(test)]
mod tests;
