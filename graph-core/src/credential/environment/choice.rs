//! Which credential it is: no more than reading variables.

use secrecy::SecretString;

use super::Lookup;
use crate::credential::AccessToken;
use crate::error::{Error, ErrorKind};

/// A credential and what it needs.
#[cfg_attr(not(feature = "azure-identity"), allow(dead_code))] // then only the names are of use
pub(super) enum Choice {
    AccessToken(AccessToken),
    WorkloadIdentity { tenant: String, client: String, token_file: String },
    ClientSecret { tenant: String, client: String, secret: SecretString },
    ManagedIdentity { client: Option<String> },
    AzureCli { tenant: Option<String> },
}

impl Choice {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::AccessToken(_) => "access token",
            Self::WorkloadIdentity { .. } => "workload identity",
            Self::ClientSecret { .. } => "client secret",
            Self::ManagedIdentity { .. } => "managed identity",
            Self::AzureCli { .. } => "Azure CLI",
        }
    }

    pub(super) fn read(variable: Lookup<'_>, has_az: &dyn Fn() -> bool) -> Result<Self, Error> {
        let variables = Variables(variable);
        if let Some(token) = variables.get(ACCESS_TOKEN) {
            return AccessToken::new(token).map(Self::AccessToken);
        }
        if let Some(named) = variables.get(NAMED) {
            return Self::named(&named, &variables);
        }
        if variables.get(TOKEN_FILE).is_some() {
            return Self::workload_identity(&variables);
        }
        if variables.get(SECRET).is_some() {
            return Self::client_secret(&variables);
        }
        // Other services that have an endpoint of their own are not supported by azure_identity.
        let app_service = variables.get("IDENTITY_ENDPOINT").is_some()
            && variables.get("IDENTITY_HEADER").is_some()
            && variables.get("IDENTITY_SERVER_THUMBPRINT").is_none();
        if app_service {
            return Ok(Self::ManagedIdentity { client: variables.get(CLIENT) });
        }
        if has_az() {
            return Ok(Self::AzureCli { tenant: variables.get(TENANT) });
        }
        Err(fault(NOTHING))
    }

    /// Names as the other SDKs of Azure know them.
    ///
    /// Source: [Exclude a credential type](https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains#exclude-a-credential-type-category).
    fn named(name: &str, variables: &Variables<'_>) -> Result<Self, Error> {
        match &*name.to_ascii_lowercase() {
            "workloadidentitycredential" => Self::workload_identity(variables),
            "environmentcredential" => Self::client_secret(variables),
            "managedidentitycredential" => Ok(Self::ManagedIdentity { client: variables.get(CLIENT) }),
            "azureclicredential" => Ok(Self::AzureCli { tenant: variables.get(TENANT) }),
            _ => Err(fault(
                "AZURE_TOKEN_CREDENTIALS names no credential that is known here; say `WorkloadIdentityCredential`, \
                 `EnvironmentCredential`, `ManagedIdentityCredential` or `AzureCliCredential`",
            )),
        }
    }

    fn workload_identity(variables: &Variables<'_>) -> Result<Self, Error> {
        let [token_file, tenant, client] = variables.all([TOKEN_FILE, TENANT, CLIENT])?;
        Ok(Self::WorkloadIdentity { tenant, client, token_file })
    }

    fn client_secret(variables: &Variables<'_>) -> Result<Self, Error> {
        let [secret, tenant, client] = variables.all([SECRET, TENANT, CLIENT])?;
        Ok(Self::ClientSecret { tenant, client, secret: secret.into() })
    }
}

struct Variables<'a>(Lookup<'a>);

impl Variables<'_> {
    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// All of them, or which one is missing although another one is there.
    fn all(&self, names: [&str; 3]) -> Result<[String; 3], Error> {
        let values = names.map(|name| self.get(name));
        if let [Some(first), Some(second), Some(third)] = values {
            return Ok([first, second, third]);
        }
        let missing: Vec<&str> =
            names.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
        let present: Vec<&str> =
            names.iter().zip(&values).filter(|(_, value)| value.is_some()).map(|(name, _)| *name).collect();
        let reason = if present.is_empty() { NAMED.to_owned() } else { present.join(" and ") };
        Err(fault(format!("the environment sets {reason}, but not {}", missing.join(" and "))))
    }
}

fn fault(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

const ACCESS_TOKEN: &str = "GRAPH_ACCESS_TOKEN";
const NAMED: &str = "AZURE_TOKEN_CREDENTIALS";
const TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
const SECRET: &str = "AZURE_CLIENT_SECRET";
const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";

const NOTHING: &str = "the environment names no credential; looked for GRAPH_ACCESS_TOKEN, AZURE_FEDERATED_TOKEN_FILE (workload \
                       identity), AZURE_CLIENT_SECRET, IDENTITY_ENDPOINT with IDENTITY_HEADER (managed identity), the command `az` in \
                       PATH (Azure CLI), and AZURE_TOKEN_CREDENTIALS, which chooses one by name";
