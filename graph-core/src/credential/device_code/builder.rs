use std::fmt;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::authority::Authority;
use super::prompt::DeviceCodePrompt;
use super::{DeviceCodeCredential, ShowPrompt};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::failure::ErrorKind;

/// Builds a [`DeviceCodeCredential`]; created by [`DeviceCodeCredential::builder`].
#[must_use = "`build` creates the credential"]
pub struct DeviceCodeCredentialBuilder {
    client_id: String,
    cloud: Cloud,
    tenant: String,
    permissions: Vec<String>,
    prompt: Option<ShowPrompt>,
}

impl DeviceCodeCredential {
    /// Starts to build a credential for the application with this client id.
    ///
    /// The application must be registered as a public client that allows the device code flow.
    pub fn builder(client_id: impl Into<String>) -> DeviceCodeCredentialBuilder {
        DeviceCodeCredentialBuilder {
            client_id: client_id.into(),
            cloud: Cloud::Global,
            tenant: "organizations".into(),
            permissions: Vec::new(),
            prompt: None,
        }
    }
}

impl DeviceCodeCredentialBuilder {
    /// Sets the cloud whose authority signs the user in. Defaults to the worldwide service.
    ///
    /// Use the same cloud for the client.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Sets the directory: its id, one of its domain names, `organizations`, `common` or `consumers`.
    ///
    /// Defaults to `organizations`.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// Sets the requested permissions, for example `User.Read`.
    ///
    /// Defaults to those of the application's registration. Short names refer to the Microsoft Graph of the client's cloud.
    pub fn permissions<S: Into<String>>(mut self, permissions: impl IntoIterator<Item = S>) -> Self {
        self.permissions = permissions.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the function that shows the code to the user, for example by printing [`DeviceCodePrompt::message`].
    pub fn prompt(mut self, prompt: impl Fn(&DeviceCodePrompt) + Send + Sync + 'static) -> Self {
        self.prompt = Some(Arc::new(prompt));
        self
    }

    /// Creates the credential. The user signs in with the first token request.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when there is no prompt, the cloud has no authority, or an option is not valid.
    pub fn build(self) -> Result<DeviceCodeCredential, Error> {
        let error = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
        let Some(prompt) = self.prompt else {
            return error(
                "the device code credential has no prompt; call `prompt` on the builder to show the code to the user",
            );
        };
        if self.client_id.is_empty() {
            return error("the client id is empty; expected the id of an application");
        }
        if self.permissions.iter().any(|permission| permission.is_empty() || permission.contains(char::is_whitespace)) {
            return error("a permission is empty or contains white space; pass each permission as an item of its own");
        }
        let Some(authority) = self.cloud.authority() else {
            return error("the custom cloud has no authority; set one with `CloudBuilder::authority`");
        };
        let authority = Authority::new(authority, &self.tenant)?;
        let (client_id, permissions) = (self.client_id, self.permissions);
        Ok(DeviceCodeCredential { client_id, permissions, prompt, authority, refresh_token: Mutex::new(None) })
    }
}

impl fmt::Debug for DeviceCodeCredentialBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCodeCredentialBuilder")
            .field("client_id", &self.client_id)
            .field("cloud", &self.cloud)
            .field("tenant", &self.tenant)
            .field("permissions", &self.permissions)
            .finish_non_exhaustive()
    }
}
