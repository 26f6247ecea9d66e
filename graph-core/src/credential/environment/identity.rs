//! Credentials of `azure_identity`, made anew when a token of theirs was refused.

mod azure_cli;
mod http_client;

use std::sync::Arc;

use azure_core::Result;
use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, RetryOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::ExposeSecret;

use super::Choice;
use crate::cloud::Cloud;
use crate::credential::delay::DelayReason;
use crate::credential::{AzureCredential, TokenFuture, TokenProvider, TokenRequest};
use crate::error::{Error, ErrorKind};

use azure_cli::AzureCli;
use http_client::{IdentityClient, Place};

/// A credential of `azure_identity` that tells what it waits for.
pub(super) struct IdentityCredential {
    credential: AzureCredential,
    delay: DelayReason,
}

impl IdentityCredential {
    pub(super) fn new(choice: Choice, cloud: &Cloud) -> std::result::Result<Self, Error> {
        let Some(authority) = cloud.authority() else {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the custom cloud does not name its authority; call `with_authority` on it",
            ));
        };
        let delay = DelayReason::default();
        let client = match choice {
            Choice::WorkloadIdentity { .. } | Choice::ClientSecret { .. } => {
                IdentityClient::new(Place::Authority, delay.clone()).connected(authority)?
            }
            _ => IdentityClient::new(Place::ThisMachine, delay.clone()),
        };
        Self::with(choice, authority, client, delay)
    }

    fn with(
        choice: Choice,
        authority: &str,
        client: IdentityClient,
        delay: DelayReason,
    ) -> std::result::Result<Self, Error> {
        let mut configuration = CustomConfiguration::default();
        authority.clone_into(&mut configuration.authority_host);
        let cloud = Arc::new(CloudConfiguration::from(configuration));
        let transport = Transport::new(Arc::new(client));
        let cli = AzureCli(delay.clone());
        let credential = AzureCredential::from_fn(move || {
            let options = ClientOptions {
                cloud: Some(Arc::clone(&cloud)),
                transport: Some(transport.clone()),
                ..ClientOptions::default()
            };
            make(&choice, options, &cli)
        })?;
        Ok(Self { credential, delay })
    }
}

impl TokenProvider for IdentityCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        self.delay.clear();
        self.credential.token(request)
    }

    fn delay_reason(&self) -> Option<Error> {
        self.delay.get()
    }
}

fn make(choice: &Choice, options: ClientOptions, cli: &AzureCli) -> Result<Arc<dyn TokenCredential>> {
    // The client repeats by itself what may pass.
    let once = |options| ClientOptions { retry: RetryOptions::none(), ..options };
    Ok(match choice {
        Choice::WorkloadIdentity { tenant, client, token_file } => {
            let options = WorkloadIdentityCredentialOptions {
                credential_options: ClientAssertionCredentialOptions { client_options: once(options) },
                client_id: Some(client.clone()),
                tenant_id: Some(tenant.clone()),
                token_file_path: Some(token_file.into()),
            };
            WorkloadIdentityCredential::new(Some(options))?
        }
        Choice::ClientSecret { tenant, client, secret } => {
            let options = ClientSecretCredentialOptions { client_options: once(options) };
            let secret = Secret::new(secret.expose_secret().to_owned());
            ClientSecretCredential::new(tenant, client.clone(), secret, Some(options))?
        }
        Choice::ManagedIdentity { client } => {
            let options = ManagedIdentityCredentialOptions {
                user_assigned_id: client.clone().map(UserAssignedId::ClientId),
                client_options: options,
            };
            ManagedIdentityCredential::new(Some(options))?
        }
        Choice::AzureCli { tenant } => {
            let options = AzureCliCredentialOptions {
                tenant_id: tenant.clone(),
                executor: Some(Arc::new(cli.clone())),
                ..AzureCliCredentialOptions::default()
            };
            AzureCliCredential::new(Some(options))?
        }
        // It is a provider of its own.
        Choice::AccessToken(_) => {
            return Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Other, "no credential of Azure"));
        }
    })
}

#[cfg(test)]
mod tests;
