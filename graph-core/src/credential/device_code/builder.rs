use std::fmt;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::{Authority, DeviceCodeCredential, DeviceCodePrompt, ShowPrompt};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::failure::ErrorKind;

/// Options of a [`DeviceCodeCredential`]; made by [`DeviceCodeCredential::builder`].
#[must_use = "a credential comes from `build`"]
pub struct DeviceCodeCredentialBuilder {
    client_id: String,
    cloud: Cloud,
    tenant: String,
    permissions: Vec<String>,
    prompt: Option<ShowPrompt>,
}

impl DeviceCodeCredentialBuilder {
    pub(super) fn new(client_id: String) -> Self {
        Self { client_id, cloud: Cloud::Global, tenant: "organizations".into(), permissions: Vec::new(), prompt: None }
    }

    /// The cloud whose authority signs the user in; the worldwide one unless said. Give the client the same.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The directory: its id, one of its domain names, `organizations` (which is meant unless said), `common` or `consumers`.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = tenant.into();
        self
    }

    /// The permissions to ask the user for, for example `User.Read`; those that the application's registration names, unless said.
    ///
    /// Short names are of the Microsoft Graph that the client talks to.
    pub fn permissions<S: Into<String>>(mut self, permissions: impl IntoIterator<Item = S>) -> Self {
        self.permissions = permissions.into_iter().map(Into::into).collect();
        self
    }

    /// What shows the user where to go and which code to enter: print [`DeviceCodePrompt::message`].
    pub fn prompt(mut self, prompt: impl Fn(&DeviceCodePrompt) + Send + Sync + 'static) -> Self {
        self.prompt = Some(Arc::new(prompt));
        self
    }

    /// Makes the credential. Nothing is sent, and nobody asked, before the first request.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when there is no prompt, the cloud does not say its authority, or an option cannot be one.
    pub fn build(self) -> Result<DeviceCodeCredential, Error> {
        let refuse = |message: &str| Err(Error::new(ErrorKind::Configuration, message));
        let Some(prompt) = self.prompt else {
            return refuse("no prompt; call `prompt` on the builder, or the user would never see the code");
        };
        if self.client_id.is_empty() {
            return refuse("the client id is empty");
        }
        if self.permissions.iter().any(|permission| permission.is_empty() || permission.contains(char::is_whitespace)) {
            return refuse("a permission is empty or holds white space; give one at a time");
        }
        let Some(authority) = self.cloud.authority() else {
            return refuse("the custom cloud has no authority; set one with `CloudBuilder::authority`");
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
