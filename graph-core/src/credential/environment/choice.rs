//! Decides which credential environment variables choose.

use secrecy::SecretString;

use crate::credential::AccessToken;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

/// A credential and its options.
#[cfg_attr(test, derive(Clone))]
#[cfg_attr(not(feature = "azure-identity"), allow(dead_code))] // only the names are used then
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

    /// Chooses a credential; `has_az` returns whether the Azure CLI is installed.
    pub(super) fn read(variables: Variables<'_>, has_az: &dyn Fn() -> bool) -> Result<Self, Error> {
        if let Some(token) = variables.get(ACCESS_TOKEN)? {
            return AccessToken::new(token).map(Self::AccessToken);
        }
        if let Some(name) = variables.get(CREDENTIAL_NAME)? {
            return Self::by_name(&name, variables);
        }
        let token_file = variables.get(TOKEN_FILE)?;
        let secret = variables.get(SECRET)?;
        if token_file.is_some() {
            let others: &[CredentialKind] = if secret.is_some() { &[CLIENT_SECRET] } else { &[] };
            return Self::workload_identity(variables, others);
        }
        if secret.is_some() {
            return Self::client_secret(variables);
        }
        if variables.get(CERTIFICATE)?.is_some() {
            return Err(certificate_error());
        }
        match (variables.get(ENDPOINT)?, variables.get(HEADER)?) {
            // Service Fabric sets a thumbprint as well; azure_identity does not support it.
            (Some(_), Some(_)) if variables.get(THUMBPRINT)?.is_none() => return Self::managed_identity(variables),
            // Azure Arc has no header; azure_identity does not support it either.
            (Some(_), None) if variables.get(ARC)?.is_some() => {}
            (Some(_), None) | (None, Some(_)) => return Err(incomplete_error(variables, &[MANAGED_IDENTITY])?),
            _ => {}
        }
        let (tenant, client) = (variables.get(TENANT)?, variables.get(CLIENT)?);
        // Both indicate an application whose secret is missing; the Azure CLI may be signed in with any identity.
        if tenant.is_some() && client.is_some() {
            return Err(incomplete_error(variables, &[WORKLOAD_IDENTITY, CLIENT_SECRET])?);
        }
        if has_az() {
            return Ok(Self::AzureCli { tenant });
        }
        let message = if tenant.is_some() || client.is_some() {
            format!("{}; {SEARCHED}", describe(variables, &[CLIENT_SECRET])?)
        } else {
            format!("no credential is configured by environment variables; {SEARCHED}")
        };
        Err(error(message))
    }

    /// Chooses a credential by the name that the other SDKs of Azure use.
    ///
    /// Source: [Exclude a credential type](https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains#exclude-a-credential-type-category).
    fn by_name(name: &str, variables: Variables<'_>) -> Result<Self, Error> {
        match &*name.to_ascii_lowercase() {
            "workloadidentitycredential" => Self::workload_identity(variables, &[]),
            "environmentcredential" => match (variables.get(SECRET)?, variables.get(CERTIFICATE)?) {
                (None, Some(_)) => Err(certificate_error()),
                _ => Self::client_secret(variables),
            },
            "managedidentitycredential" => Self::managed_identity(variables),
            "azureclicredential" => Ok(Self::AzureCli { tenant: variables.get(TENANT)? }),
            _ => Err(error(
                "`AZURE_TOKEN_CREDENTIALS` does not name a known credential; expected `WorkloadIdentityCredential`, \
                 `EnvironmentCredential`, `ManagedIdentityCredential` or `AzureCliCredential`",
            )),
        }
    }

    fn workload_identity(variables: Variables<'_>, others: &[CredentialKind]) -> Result<Self, Error> {
        let [token_file, tenant, client] = values(variables, WORKLOAD_IDENTITY, others)?;
        Ok(Self::WorkloadIdentity { tenant, client, token_file })
    }

    fn client_secret(variables: Variables<'_>) -> Result<Self, Error> {
        let [secret, tenant, client] = values(variables, CLIENT_SECRET, &[])?;
        Ok(Self::ClientSecret { tenant, client, secret: secret.into() })
    }

    fn managed_identity(variables: Variables<'_>) -> Result<Self, Error> {
        // azure_identity reads these by itself, and ignores values that are not UTF-8.
        for name in [ENDPOINT, HEADER, THUMBPRINT, ARC, "MSI_ENDPOINT", "MSI_SECRET"] {
            variables.get(name)?;
        }
        Ok(Self::ManagedIdentity { client: variables.get(CLIENT)? })
    }
}

/// A credential that requires several variables.
#[derive(Clone, Copy)]
struct CredentialKind {
    name: &'static str,
    variables: &'static [&'static str],
}

/// Returns the values of all variables of a credential.
///
/// # Errors
/// When one is missing. The error describes this kind and `others`.
fn values<const N: usize>(
    variables: Variables<'_>,
    kind: CredentialKind,
    others: &[CredentialKind],
) -> Result<[String; N], Error> {
    let values =
        kind.variables.iter().filter_map(|name| variables.get(name).transpose()).collect::<Result<Vec<_>, _>>()?;
    match <[String; N]>::try_from(values) {
        Ok(values) => Ok(values),
        Err(_) => Err(incomplete_error(variables, &[&[kind], others].concat())?),
    }
}

/// Returns an error that describes what is missing for each of `kinds`.
fn incomplete_error(variables: Variables<'_>, kinds: &[CredentialKind]) -> Result<Error, Error> {
    let certificate = if kinds.len() > 1 { format!("; {CERTIFICATE_HELP}") } else { String::new() };
    let description = describe(variables, kinds)?;
    Ok(error(format!(
        "{description}{certificate}; set what is missing, or choose another credential with `AZURE_TOKEN_CREDENTIALS`"
    )))
}

/// Describes which variables of each of `kinds` are set, and which are missing.
fn describe(variables: Variables<'_>, kinds: &[CredentialKind]) -> Result<String, Error> {
    let mut descriptions = Vec::new();
    for kind in kinds {
        let (mut set, mut empty, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for name in kind.variables {
            let list = match variables.get(name)? {
                Some(_) => &mut set,
                None if variables.is_set(name) => &mut empty,
                None => &mut missing,
            };
            list.push(*name);
        }
        if set.is_empty() {
            set.push(CREDENTIAL_NAME);
        }
        let absent = [clause(&empty, "empty"), clause(&missing, "not")];
        let absent = absent.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        descriptions.push(format!("{}, but {absent} ({})", clause(&set, "set").unwrap_or_default(), kind.name));
    }
    Ok(descriptions.join("; "))
}

/// Returns "`A` is `state`", or "`A`, `B` and `C` are `state`".
fn clause(names: &[&str], state: &str) -> Option<String> {
    let (last, others) = names.split_last()?;
    if others.is_empty() {
        return Some(format!("`{last}` is {state}"));
    }
    Some(format!("`{}` and `{last}` are {state}", others.join("`, `")))
}

fn certificate_error() -> Error {
    error(format!("`AZURE_CLIENT_CERTIFICATE_PATH` is set, but {CERTIFICATE_HELP}"))
}

fn error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

const ACCESS_TOKEN: &str = "GRAPH_ACCESS_TOKEN";
const CREDENTIAL_NAME: &str = "AZURE_TOKEN_CREDENTIALS";
const TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
const SECRET: &str = "AZURE_CLIENT_SECRET";
const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";
const ENDPOINT: &str = "IDENTITY_ENDPOINT";
const HEADER: &str = "IDENTITY_HEADER";
const THUMBPRINT: &str = "IDENTITY_SERVER_THUMBPRINT";
const ARC: &str = "IMDS_ENDPOINT";

const WORKLOAD_IDENTITY: CredentialKind =
    CredentialKind { name: "workload identity", variables: &[TOKEN_FILE, TENANT, CLIENT] };
const CLIENT_SECRET: CredentialKind = CredentialKind { name: "client secret", variables: &[SECRET, TENANT, CLIENT] };
const MANAGED_IDENTITY: CredentialKind = CredentialKind { name: "managed identity", variables: &[ENDPOINT, HEADER] };

const SEARCHED: &str = "searched for `GRAPH_ACCESS_TOKEN`, `AZURE_FEDERATED_TOKEN_FILE` (workload identity), `AZURE_CLIENT_SECRET`, \
                       `IDENTITY_ENDPOINT` with `IDENTITY_HEADER` (managed identity), the command `az` in `PATH` (Azure CLI), and \
                       `AZURE_TOKEN_CREDENTIALS`, which chooses one by name; a client certificate is not supported";
const CERTIFICATE_HELP: &str = "a client certificate is not supported: pass a `ClientCertificateCredential` of \
                              `azure_identity` (feature `client_certificate`) to `GraphClientBuilder::azure_credential`";
