//! Which credential it is: no more than reading variables.

use secrecy::SecretString;

use crate::credential::AccessToken;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

/// A credential and what it needs.
#[cfg_attr(test, derive(Clone))]
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

    pub(super) fn read(variables: Variables<'_>, has_az: &dyn Fn() -> bool) -> Result<Self, Error> {
        if let Some(token) = variables.get(ACCESS_TOKEN)? {
            return AccessToken::new(token).map(Self::AccessToken);
        }
        if let Some(named) = variables.get(NAMED)? {
            return Self::named(&named, variables);
        }
        let token_file = variables.get(TOKEN_FILE)?;
        let secret = variables.get(SECRET)?;
        if token_file.is_some() {
            let others: &[Kind] = if secret.is_some() { &[CLIENT_SECRET] } else { &[] };
            return Self::workload_identity(variables, others);
        }
        if secret.is_some() {
            return Self::client_secret(variables);
        }
        if variables.get(CERTIFICATE)?.is_some() {
            return Err(certificate());
        }
        match (variables.get(ENDPOINT)?, variables.get(HEADER)?) {
            // Service Fabric has a thumbprint as well, and is not supported by azure_identity.
            (Some(_), Some(_)) if variables.get(THUMBPRINT)?.is_none() => return Self::managed_identity(variables),
            // Neither is Azure Arc, which has no header.
            (Some(_), None) if variables.get(ARC)?.is_some() => {}
            (Some(_), None) | (None, Some(_)) => return Err(incomplete(variables, &[MANAGED_IDENTITY])?),
            _ => {}
        }
        let (tenant, client) = (variables.get(TENANT)?, variables.get(CLIENT)?);
        // Both mean an application, whose secret is missing; the Azure CLI could act as anybody.
        if tenant.is_some() && client.is_some() {
            return Err(incomplete(variables, &[WORKLOAD_IDENTITY, CLIENT_SECRET])?);
        }
        if has_az() {
            return Ok(Self::AzureCli { tenant });
        }
        let nothing = if tenant.is_some() || client.is_some() {
            format!("{}; {NOTHING}", parts(variables, &[CLIENT_SECRET])?)
        } else {
            format!("the environment does not name a credential; {NOTHING}")
        };
        Err(fault(nothing))
    }

    /// Names as the other SDKs of Azure know them.
    ///
    /// Source: [Exclude a credential type](https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains#exclude-a-credential-type-category).
    fn named(name: &str, variables: Variables<'_>) -> Result<Self, Error> {
        match &*name.to_ascii_lowercase() {
            "workloadidentitycredential" => Self::workload_identity(variables, &[]),
            "environmentcredential" => match (variables.get(SECRET)?, variables.get(CERTIFICATE)?) {
                (None, Some(_)) => Err(certificate()),
                _ => Self::client_secret(variables),
            },
            "managedidentitycredential" => Self::managed_identity(variables),
            "azureclicredential" => Ok(Self::AzureCli { tenant: variables.get(TENANT)? }),
            _ => Err(fault(
                "`AZURE_TOKEN_CREDENTIALS` does not name a known credential; expected `WorkloadIdentityCredential`, \
                 `EnvironmentCredential`, `ManagedIdentityCredential` or `AzureCliCredential`",
            )),
        }
    }

    fn workload_identity(variables: Variables<'_>, others: &[Kind]) -> Result<Self, Error> {
        let [token_file, tenant, client] = all(variables, WORKLOAD_IDENTITY, others)?;
        Ok(Self::WorkloadIdentity { tenant, client, token_file })
    }

    fn client_secret(variables: Variables<'_>) -> Result<Self, Error> {
        let [secret, tenant, client] = all(variables, CLIENT_SECRET, &[])?;
        Ok(Self::ClientSecret { tenant, client, secret: secret.into() })
    }

    fn managed_identity(variables: Variables<'_>) -> Result<Self, Error> {
        // azure_identity reads these by itself, and takes what is not UTF-8 for not set.
        for name in [ENDPOINT, HEADER, THUMBPRINT, ARC, "MSI_ENDPOINT", "MSI_SECRET"] {
            variables.get(name)?;
        }
        Ok(Self::ManagedIdentity { client: variables.get(CLIENT)? })
    }
}

/// A credential that needs several variables.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    needs: &'static [&'static str],
}

/// The values of all variables of a credential, or what is missing of it and of `others`.
fn all<const N: usize>(variables: Variables<'_>, kind: Kind, others: &[Kind]) -> Result<[String; N], Error> {
    let values = kind.needs.iter().filter_map(|name| variables.get(name).transpose()).collect::<Result<Vec<_>, _>>()?;
    match <[String; N]>::try_from(values) {
        Ok(values) => Ok(values),
        Err(_) => Err(incomplete(variables, &[&[kind], others].concat())?),
    }
}

/// Says what is missing of each of `kinds`.
fn incomplete(variables: Variables<'_>, kinds: &[Kind]) -> Result<Error, Error> {
    let certificate = if kinds.len() > 1 { format!("; {NO_CERTIFICATE}") } else { String::new() };
    let parts = parts(variables, kinds)?;
    Ok(fault(format!(
        "{parts}{certificate}; set what is missing, or choose another credential by `AZURE_TOKEN_CREDENTIALS`"
    )))
}

/// What is set and what is missing of each of `kinds`.
fn parts(variables: Variables<'_>, kinds: &[Kind]) -> Result<String, Error> {
    let mut parts = Vec::new();
    for kind in kinds {
        let (mut set, mut empty, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        for name in kind.needs {
            let list = match variables.get(name)? {
                Some(_) => &mut set,
                None if variables.is_set(name) => &mut empty,
                None => &mut missing,
            };
            list.push(*name);
        }
        if set.is_empty() {
            set.push(NAMED);
        }
        let lacks = [are(&empty, "empty"), are(&missing, "not")];
        let lacks = lacks.into_iter().flatten().collect::<Vec<_>>().join(" and ");
        parts.push(format!("{}, but {lacks} ({})", are(&set, "set").unwrap_or_default(), kind.name));
    }
    Ok(parts.join("; "))
}

/// "`A` is ..", or "`A`, `B` and `C` are ..".
fn are(names: &[&str], what: &str) -> Option<String> {
    let (last, others) = names.split_last()?;
    if others.is_empty() {
        return Some(format!("`{last}` is {what}"));
    }
    Some(format!("`{}` and `{last}` are {what}", others.join("`, `")))
}

fn certificate() -> Error {
    fault(format!("`AZURE_CLIENT_CERTIFICATE_PATH` is set, but {NO_CERTIFICATE}"))
}

fn fault(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

const ACCESS_TOKEN: &str = "GRAPH_ACCESS_TOKEN";
const NAMED: &str = "AZURE_TOKEN_CREDENTIALS";
const TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
const SECRET: &str = "AZURE_CLIENT_SECRET";
const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";
const ENDPOINT: &str = "IDENTITY_ENDPOINT";
const HEADER: &str = "IDENTITY_HEADER";
const THUMBPRINT: &str = "IDENTITY_SERVER_THUMBPRINT";
const ARC: &str = "IMDS_ENDPOINT";

const WORKLOAD_IDENTITY: Kind = Kind { name: "workload identity", needs: &[TOKEN_FILE, TENANT, CLIENT] };
const CLIENT_SECRET: Kind = Kind { name: "client secret", needs: &[SECRET, TENANT, CLIENT] };
const MANAGED_IDENTITY: Kind = Kind { name: "managed identity", needs: &[ENDPOINT, HEADER] };

const NOTHING: &str = "looked for `GRAPH_ACCESS_TOKEN`, `AZURE_FEDERATED_TOKEN_FILE` (workload identity), `AZURE_CLIENT_SECRET`, \
                       `IDENTITY_ENDPOINT` with `IDENTITY_HEADER` (managed identity), the command `az` in `PATH` (Azure CLI), and \
                       `AZURE_TOKEN_CREDENTIALS`, which chooses one by name; a client certificate is not supported here";
const NO_CERTIFICATE: &str = "a client certificate is not supported here: give a `ClientCertificateCredential` of \
                              `azure_identity` (feature `client_certificate`) to `GraphClientBuilder::azure_credential`";
