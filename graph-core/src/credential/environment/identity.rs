//! Creates credentials of `azure_identity`, and creates them again when a token is rejected.

mod azure_cli;

use std::sync::Arc;

use azure_core::Result;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, RetryOptions};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::ExposeSecret;

use super::Choice;
use crate::cloud::Cloud;
use crate::credential::AzureCredential;
use crate::credential::azure::{IdentityClient, TokenEndpoint, authority, options};
use crate::error::Error;

use azure_cli::AzureCli;

pub(super) fn credential(choice: Choice, cloud: &Cloud) -> std::result::Result<AzureCredential, Error> {
    let authority = authority(cloud)?;
    let client = match choice {
        Choice::WorkloadIdentity { .. } | Choice::ClientSecret { .. } => {
            IdentityClient::new(TokenEndpoint::Authority).with_authority(authority)?
        }
        _ => IdentityClient::new(TokenEndpoint::ManagedIdentity),
    };
    with_client(choice, authority, client)
}

fn with_client(choice: Choice, authority: &str, client: IdentityClient) -> std::result::Result<AzureCredential, Error> {
    let options = options(authority, Arc::new(client));
    AzureCredential::from_fn(move || create(&choice, options.clone()))
}

fn create(choice: &Choice, options: ClientOptions) -> Result<Arc<dyn TokenCredential>> {
    Ok(match choice {
        Choice::WorkloadIdentity { tenant, client, token_file } => {
            let options = WorkloadIdentityCredentialOptions {
                credential_options: ClientAssertionCredentialOptions { client_options: options },
                client_id: Some(client.clone()),
                tenant_id: Some(tenant.clone()),
                token_file_path: Some(token_file.into()),
            };
            WorkloadIdentityCredential::new(Some(options))?
        }
        Choice::ClientSecret { tenant, client, secret } => {
            let options = ClientSecretCredentialOptions { client_options: options };
            let secret = Secret::new(secret.expose_secret().to_owned());
            ClientSecretCredential::new(tenant, client.clone(), secret, Some(options))?
        }
        Choice::ManagedIdentity { client } => {
            let options = ManagedIdentityCredentialOptions {
                user_assigned_id: client.clone().map(UserAssignedId::ClientId),
                // The managed identity endpoints document their own retry rules.
                client_options: ClientOptions { retry: RetryOptions::default(), ..options },
            };
            ManagedIdentityCredential::new(Some(options))?
        }
        Choice::AzureCli { tenant } => {
            let options = AzureCliCredentialOptions {
                tenant_id: tenant.clone(),
                executor: Some(Arc::new(AzureCli)),
                ..AzureCliCredentialOptions::default()
            };
            AzureCliCredential::new(Some(options))?
        }
        // An access token needs no credential of Azure.
        Choice::AccessToken(_) => {
            return Err(azure_core::Error::with_message(
                azure_core::error::ErrorKind::Other,
                "an access token is not a credential of Azure",
            ));
        }
    })
}

#[cfg(test)]
mod tests;
