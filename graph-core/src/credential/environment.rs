//! Chooses a credential by environment variables.

mod choice;
#[cfg(feature = "azure-identity")]
mod identity;

use std::fmt;

use super::{StaticToken, TokenFuture, TokenProvider, TokenRequest};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::variables::Variables;

use choice::Choice;

/// Provides tokens of a credential that environment variables choose.
///
/// It is the first of these:
///
/// | | chosen when these variables are set | credential |
/// |---|---|---|
/// | 1 | `GRAPH_ACCESS_TOKEN` | that token, until the service rejects it |
/// | 2 | `AZURE_FEDERATED_TOKEN_FILE`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | workload identity (Kubernetes) |
/// | 3 | `AZURE_CLIENT_SECRET`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | an application with a client secret |
/// | 4 | `IDENTITY_ENDPOINT`, `IDENTITY_HEADER` (App Service, Functions, Container Apps) | managed identity; a user-assigned one with `AZURE_CLIENT_ID` |
/// | 5 | the command `az` is in `PATH` | the user or application that is signed in to the Azure CLI, in the tenant `AZURE_TENANT_ID` if it is set |
///
/// `AZURE_TOKEN_CREDENTIALS` chooses one by name instead: `WorkloadIdentityCredential`, `EnvironmentCredential` (the client secret),
/// `ManagedIdentityCredential` or `AzureCliCredential`. Set it to `ManagedIdentityCredential` on a virtual machine with a managed
/// identity, because no other variable indicates one there. Empty variables count as not set. A variable that is read and is not UTF-8
/// is an error.
///
/// An incomplete set of variables is an error that names what is missing, because the next credential could be another identity:
/// a secret without a tenant, a tenant and a client id without a secret or token file, or `IDENTITY_ENDPOINT` without
/// `IDENTITY_HEADER` (except with `IMDS_ENDPOINT`, which indicates Azure Arc). To use the Azure CLI where `AZURE_TENANT_ID` and
/// `AZURE_CLIENT_ID` are set, choose it with `AZURE_TOKEN_CREDENTIALS`.
///
/// A client certificate (`AZURE_CLIENT_CERTIFICATE_PATH`) is not supported, and is an error. Pass a `ClientCertificateCredential` of
/// `azure_identity`, whose feature `client_certificate` needs OpenSSL, to `GraphClientBuilder::azure_credential`.
///
/// All but the first are credentials of the crate `azure_identity` and need the feature `azure-identity`, which is enabled by default.
/// `AzureCredential` documents their limitations. They sign in at the authority of the cloud, which [`Cloud::from_env`] chooses by
/// environment variables.
pub struct EnvironmentCredential {
    name: &'static str,
    provider: Box<dyn TokenProvider>,
}

impl EnvironmentCredential {
    /// Chooses a credential by the environment variables of this process.
    ///
    /// # Errors
    /// - [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when no credential is chosen, or a variable is missing or not
    ///   UTF-8. The message lists the variables that were searched.
    /// - [`ErrorKind::Credential`](crate::ErrorKind::Credential) when a value cannot be used.
    ///
    /// The errors do not contain values that could be secrets.
    pub fn new(cloud: &Cloud) -> Result<Self, Error> {
        Self::from_choice(Choice::read(Variables::PROCESS, &has_az)?, cloud)
    }

    /// Returns the name of the chosen credential.
    ///
    /// It is `access token`, `workload identity`, `client secret`, `managed identity` or `Azure CLI`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    fn from_choice(choice: Choice, cloud: &Cloud) -> Result<Self, Error> {
        let name = choice.name();
        tracing::debug!(credential = name, "environment variables choose a credential");
        let provider: Box<dyn TokenProvider> = match choice {
            Choice::AccessToken(token) => Box::new(StaticToken::from(token)),
            #[cfg(feature = "azure-identity")]
            other => Box::new(identity::credential(other, cloud)?),
            #[cfg(not(feature = "azure-identity"))]
            _ => {
                let _ = cloud;
                let message = format!(
                    "the credential that the environment variables choose ({name}) needs the feature `azure-identity`; enable it"
                );
                return Err(Error::new(crate::failure::ErrorKind::Configuration, message));
            }
        };
        Ok(Self { name, provider })
    }
}

impl TokenProvider for EnvironmentCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        self.provider.token(request)
    }

    fn caches_tokens(&self) -> bool {
        self.provider.caches_tokens()
    }

    fn delay_reason(&self) -> Option<Error> {
        self.provider.delay_reason()
    }
}

impl fmt::Debug for EnvironmentCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnvironmentCredential").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns whether the Azure CLI is installed.
fn has_az() -> bool {
    let names: &[&str] = if cfg!(windows) { &["az.cmd", "az.exe", "az.bat"] } else { &["az"] };
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
}

#[cfg(test)]
mod tests;
