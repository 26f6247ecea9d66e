//! Credentials of `azure_identity`, made anew when a token of theirs was refused.

use std::sync::Arc;

use azure_core::Result;
use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::ClientOptions;
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredentialOptions, ClientSecretCredential,
    ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::ExposeSecret;

use super::Choice;
use crate::cloud::Cloud;
use crate::credential::AzureCredential;
use crate::error::{Error, ErrorKind};

pub(super) fn credential(choice: Choice, cloud: &Cloud) -> std::result::Result<AzureCredential, Error> {
    let Some(authority) = cloud.authority() else {
        return Err(Error::new(ErrorKind::Configuration, "the custom cloud does not say its authority"));
    };
    let mut configuration = CustomConfiguration::default();
    authority.clone_into(&mut configuration.authority_host);
    let configuration = Arc::new(CloudConfiguration::from(configuration));
    AzureCredential::from_fn(move || make(&choice, &configuration))
}

fn make(choice: &Choice, cloud: &Arc<CloudConfiguration>) -> Result<Arc<dyn TokenCredential>> {
    let client_options = || ClientOptions { cloud: Some(Arc::clone(cloud)), ..ClientOptions::default() };
    Ok(match choice {
        Choice::WorkloadIdentity { tenant, client, token_file } => {
            let options = WorkloadIdentityCredentialOptions {
                credential_options: ClientAssertionCredentialOptions { client_options: client_options() },
                client_id: Some(client.clone()),
                tenant_id: Some(tenant.clone()),
                token_file_path: Some(token_file.into()),
            };
            WorkloadIdentityCredential::new(Some(options))?
        }
        Choice::ClientSecret { tenant, client, secret } => {
            let options = ClientSecretCredentialOptions { client_options: client_options() };
            let secret = Secret::new(secret.expose_secret().to_owned());
            ClientSecretCredential::new(tenant, client.clone(), secret, Some(options))?
        }
        Choice::ManagedIdentity { client } => {
            let options = ManagedIdentityCredentialOptions {
                user_assigned_id: client.clone().map(UserAssignedId::ClientId),
                ..ManagedIdentityCredentialOptions::default()
            };
            ManagedIdentityCredential::new(Some(options))?
        }
        Choice::AzureCli { tenant } => {
            let options =
                AzureCliCredentialOptions { tenant_id: tenant.clone(), ..AzureCliCredentialOptions::default() };
            AzureCliCredential::new(Some(options))?
        }
        // It is a provider of its own.
        Choice::AccessToken(_) => {
            return Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Other, "no credential of Azure"));
        }
    })
}
