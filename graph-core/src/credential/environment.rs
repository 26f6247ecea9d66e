//! The credential that the environment names.

mod choice;
#[cfg(feature = "azure-identity")]
mod identity;

use std::fmt;

use super::{StaticToken, TokenFuture, TokenProvider, TokenRequest};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::variables::Variables;

use choice::Choice;

/// The credential that the environment names: the first of these.
///
/// | | chosen when these variables are set | what it is |
/// |---|---|---|
/// | 1 | `GRAPH_ACCESS_TOKEN` | that token, until it is refused |
/// | 2 | `AZURE_FEDERATED_TOKEN_FILE`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | workload identity (Kubernetes) |
/// | 3 | `AZURE_CLIENT_SECRET`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | an application with a client secret |
/// | 4 | `IDENTITY_ENDPOINT`, `IDENTITY_HEADER` (App Service, Functions, Container Apps) | managed identity; with `AZURE_CLIENT_ID` a user-assigned one |
/// | 5 | the command `az` is in `PATH` | the user or application that is signed in to the Azure CLI; of `AZURE_TENANT_ID`, if set |
///
/// A virtual machine with a managed identity cannot be told by its environment: say `AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential`.
/// `WorkloadIdentityCredential`, `EnvironmentCredential` (the client secret) and `AzureCliCredential` there choose one of the others,
/// instead of the first. Empty variables count as not set; a variable that is read and is not UTF-8 is an error.
///
/// Half of what a credential needs is an error that names what is missing, because the next credential could act as somebody else:
/// a secret without a tenant, a tenant and a client id without a secret or token file, `IDENTITY_ENDPOINT` without `IDENTITY_HEADER`
/// (unless `IMDS_ENDPOINT` says that it is Azure Arc's). To use the Azure CLI where `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` are set,
/// choose it by `AZURE_TOKEN_CREDENTIALS`.
///
/// A client certificate (`AZURE_CLIENT_CERTIFICATE_PATH`) is not supported and refused: give a `ClientCertificateCredential` of
/// `azure_identity`, whose feature `client_certificate` needs OpenSSL, to `GraphClientBuilder::azure_credential`.
///
/// All but the first are credentials of the crate `azure_identity` and need the feature `azure-identity`, which is on by default.
/// `AzureCredential` documents what these cannot do. They sign in at the authority of the cloud; which
/// cloud that is, [`Cloud::from_env`] reads from the environment.
pub struct EnvironmentCredential {
    name: &'static str,
    provider: Box<dyn TokenProvider>,
}

impl EnvironmentCredential {
    /// Chooses by the environment of this process.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when nothing is chosen, which lists what was looked for, or
    /// something is missing or not UTF-8; [`ErrorKind::Credential`](crate::ErrorKind::Credential) when what is there cannot be used. Neither
    /// holds the value of a variable that could be a secret.
    pub fn new(cloud: &Cloud) -> Result<Self, Error> {
        Self::chosen(Choice::read(Variables::PROCESS, &has_az)?, cloud)
    }

    /// What was chosen: `access token`, `workload identity`, `client secret`, `managed identity` or `Azure CLI`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    fn chosen(choice: Choice, cloud: &Cloud) -> Result<Self, Error> {
        let name = choice.name();
        tracing::debug!(credential = name, "the environment names a credential");
        let provider: Box<dyn TokenProvider> = match choice {
            Choice::AccessToken(token) => Box::new(StaticToken::from(token)),
            #[cfg(feature = "azure-identity")]
            other => Box::new(identity::credential(other, cloud)?),
            #[cfg(not(feature = "azure-identity"))]
            _ => {
                let _ = cloud;
                let message =
                    format!("the environment names a credential ({name}) that needs the feature `azure-identity`");
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

    fn keeps_tokens(&self) -> bool {
        self.provider.keeps_tokens()
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

/// Whether the Azure CLI is installed.
fn has_az() -> bool {
    let names: &[&str] = if cfg!(windows) { &["az.cmd", "az.exe", "az.bat"] } else { &["az"] };
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()))
}

#[cfg(test)]
mod tests;
