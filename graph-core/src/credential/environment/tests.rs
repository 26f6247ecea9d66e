//! The environment variables are a list here; in `process` they are those of a child process.

#[cfg(all(unix, feature = "azure-identity"))]
mod azure_cli;
#[cfg(unix)]
mod process;

use std::ffi::OsString;

use super::EnvironmentCredential;
use super::choice::Choice;
use crate::cloud::Cloud;
use crate::credential::TokenProvider;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::variables::Variables;

const TENANT: (&str, &str) = ("AZURE_TENANT_ID", "contoso.example");
const CLIENT: (&str, &str) = ("AZURE_CLIENT_ID", "the-app");
const SECRET: (&str, &str) = ("AZURE_CLIENT_SECRET", "S3CR3T-client");
const TOKEN: (&str, &str) = ("GRAPH_ACCESS_TOKEN", "S3CR3T-token");
const FILE: (&str, &str) = ("AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/token");
const APP_SERVICE: [(&str, &str); 2] =
    [("IDENTITY_ENDPOINT", "http://127.0.0.1:41/msi/token"), ("IDENTITY_HEADER", "S3CR3T-header")];

fn choose(variables: &[(&str, &str)], has_az: bool) -> Result<Choice, Error> {
    Choice::read(Variables::new(&|name| find(variables, name)), &|| has_az)
}

fn find(variables: &[(&str, &str)], name: &str) -> Option<OsString> {
    variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
}

fn name(variables: &[(&str, &str)], has_az: bool) -> &'static str {
    choose(variables, has_az).unwrap_or_else(|error| panic!("{variables:?}: {error}")).name()
}

#[test]
fn the_order_is_as_documented() {
    let mut variables = vec![TOKEN, FILE, SECRET, TENANT, CLIENT, APP_SERVICE[0], APP_SERVICE[1]];
    assert_eq!(name(&variables, true), "access token");
    variables.retain(|variable| *variable != TOKEN);
    assert_eq!(name(&variables, true), "workload identity");
    variables.retain(|variable| *variable != FILE);
    assert_eq!(name(&variables, true), "client secret");
    variables.retain(|variable| *variable != SECRET);
    assert_eq!(name(&variables, true), "managed identity");
    assert_eq!(name(&[TENANT], true), "Azure CLI");
    assert_eq!(choose(&[], false).err().unwrap().kind(), ErrorKind::Configuration);
}

#[test]
fn each_choice_reads_its_variables() {
    assert!(
        matches!(choose(&[FILE, TENANT, CLIENT], false), Ok(Choice::WorkloadIdentity { tenant, client, token_file })
        if tenant == TENANT.1 && client == CLIENT.1 && token_file == FILE.1)
    );
    assert!(matches!(choose(&[SECRET, TENANT, CLIENT], false), Ok(Choice::ClientSecret { tenant, client, .. })
        if tenant == TENANT.1 && client == CLIENT.1));
    assert!(matches!(choose(&APP_SERVICE, false), Ok(Choice::ManagedIdentity { client: None })));
    let user_assigned = [APP_SERVICE[0], APP_SERVICE[1], CLIENT];
    assert!(
        matches!(choose(&user_assigned, false), Ok(Choice::ManagedIdentity { client: Some(id) }) if id == CLIENT.1)
    );
    assert!(matches!(choose(&[], true), Ok(Choice::AzureCli { tenant: None })));
    assert!(matches!(choose(&[TENANT], true), Ok(Choice::AzureCli { tenant: Some(id) }) if id == TENANT.1));
}

#[test]
fn an_incomplete_credential_is_an_error() {
    let header = APP_SERVICE[1];
    for (variables, expected) in [
        (
            vec![SECRET, CLIENT],
            "`AZURE_CLIENT_SECRET` and `AZURE_CLIENT_ID` are set, but `AZURE_TENANT_ID` is not (client secret)",
        ),
        (
            vec![SECRET],
            "`AZURE_CLIENT_SECRET` is set, but `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` are not (client secret)",
        ),
        (
            vec![FILE, TENANT, ("AZURE_CLIENT_ID", "")],
            "`AZURE_FEDERATED_TOKEN_FILE` and `AZURE_TENANT_ID` are set, but `AZURE_CLIENT_ID` is empty \
             (workload identity)",
        ),
        (
            vec![FILE, SECRET],
            "but `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` are not (workload identity); `AZURE_CLIENT_SECRET` is set, but",
        ),
        // A pipeline without access to a secret has an empty one.
        (
            vec![TENANT, CLIENT, ("AZURE_CLIENT_SECRET", "")],
            "`AZURE_TENANT_ID` and `AZURE_CLIENT_ID` are set, but `AZURE_FEDERATED_TOKEN_FILE` is not (workload \
             identity); `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` are set, but `AZURE_CLIENT_SECRET` is empty (client \
             secret); a client certificate",
        ),
        (vec![APP_SERVICE[0]], "`IDENTITY_ENDPOINT` is set, but `IDENTITY_HEADER` is not (managed identity)"),
        (vec![header, TENANT], "`IDENTITY_HEADER` is set, but `IDENTITY_ENDPOINT` is not (managed identity)"),
        (
            vec![("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"), FILE, TENANT],
            "`AZURE_TENANT_ID` is set, but `AZURE_CLIENT_SECRET` and `AZURE_CLIENT_ID` are not (client secret)",
        ),
        (
            vec![("AZURE_TOKEN_CREDENTIALS", "WorkloadIdentityCredential")],
            "`AZURE_TOKEN_CREDENTIALS` is set, but `AZURE_FEDERATED_TOKEN_FILE`, `AZURE_TENANT_ID` and \
             `AZURE_CLIENT_ID` are not (workload identity)",
        ),
    ] {
        for has_az in [true, false] {
            let error = choose(&variables, has_az).err().unwrap_or_else(|| panic!("{variables:?} is incomplete"));
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(expected), "{error}");
            assert!(error.to_string().contains("`AZURE_TOKEN_CREDENTIALS`"), "{error}");
            assert!(!format!("{error} {error:?}").contains("S3CR3T"), "{error}");
        }
    }
}

/// A tenant alone may be that of the Azure CLI, and a client id alone that of a user-assigned identity.
#[test]
fn the_azure_cli_is_chosen_if_no_variable_contradicts_it() {
    for variables in [vec![], vec![TENANT], vec![CLIENT]] {
        assert_eq!(name(&variables, true), "Azure CLI");
    }
    // Azure Arc has an endpoint without a header.
    assert_eq!(name(&[APP_SERVICE[0], ("IMDS_ENDPOINT", "http://127.0.0.1:40342")], true), "Azure CLI");
    for (variables, expected) in [
        (vec![TENANT], "`AZURE_TENANT_ID` is set, but `AZURE_CLIENT_SECRET` and `AZURE_CLIENT_ID` are not"),
        (vec![CLIENT], "`AZURE_CLIENT_ID` is set, but `AZURE_CLIENT_SECRET` and `AZURE_TENANT_ID` are not"),
    ] {
        let error = choose(&variables, false).err().unwrap().to_string();
        assert!(error.contains(expected) && error.contains("`az`"), "{error}");
    }
}

#[test]
fn a_client_certificate_is_an_error() {
    let certificate = ("AZURE_CLIENT_CERTIFICATE_PATH", "/S3CR3T.pfx");
    let named = ("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential");
    for variables in
        [vec![certificate], vec![certificate, TENANT, CLIENT], vec![named, certificate, TENANT, CLIENT, FILE]]
    {
        let error = choose(&variables, true).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let error = error.to_string();
        for part in ["`AZURE_CLIENT_CERTIFICATE_PATH` is set", "`ClientCertificateCredential`", "azure_credential"] {
            assert!(error.contains(part) && !error.contains("S3CR3T"), "{error}");
        }
    }
    assert_eq!(name(&[certificate, SECRET, TENANT, CLIENT], true), "client secret", "as in the other SDKs of Azure");
    assert_eq!(name(&[certificate, FILE, TENANT, CLIENT], true), "workload identity");
}

#[test]
fn a_credential_can_be_chosen_by_name() {
    let all = |named| [("AZURE_TOKEN_CREDENTIALS", named), FILE, SECRET, TENANT, CLIENT];
    assert_eq!(name(&all("ManagedIdentityCredential"), true), "managed identity");
    assert_eq!(name(&all("azureclicredential"), false), "Azure CLI");
    assert_eq!(name(&all("EnvironmentCredential"), false), "client secret");
    assert_eq!(name(&all("WorkloadIdentityCredential"), false), "workload identity");
    let error = choose(&all("S3CR3T"), true).err().unwrap().to_string();
    assert!(error.contains("ManagedIdentityCredential") && !error.contains("S3CR3T"), "{error}");
}

#[test]
fn without_a_credential_the_error_lists_the_variables() {
    let empty = [("GRAPH_ACCESS_TOKEN", ""), ("AZURE_CLIENT_SECRET", ""), ("AZURE_TENANT_ID", "")];
    let error = choose(&empty, false).err().unwrap().to_string();
    for variable in [
        "GRAPH_ACCESS_TOKEN",
        "AZURE_FEDERATED_TOKEN_FILE",
        "AZURE_CLIENT_SECRET",
        "IDENTITY_ENDPOINT",
        "`az`",
        "AZURE_TOKEN_CREDENTIALS",
    ] {
        assert!(error.contains(variable), "{error}");
    }
    assert!(error.contains("client certificate"), "{error}");
}

#[tokio::test]
async fn an_access_token_is_used_unchanged() {
    let credential = EnvironmentCredential::from_choice(choose(&[TOKEN], false).unwrap(), &Cloud::Global).unwrap();
    assert_eq!(credential.name(), "access token");
    assert!(credential.caches_tokens());
    let token = credential.token(&crate::credential::TokenRequest::new([Cloud::Global.scope()])).await.unwrap();
    assert_eq!(token.authorization().to_str().unwrap(), "Bearer S3CR3T-token");
    assert!(!format!("{credential:?}").contains("S3CR3T"));
    let error = choose(&[("GRAPH_ACCESS_TOKEN", "S3CR3T\n")], false).err().unwrap();
    assert!(error.is_credential() && !format!("{error:?}").contains("S3CR3T"));
}

#[cfg(feature = "azure-identity")]
#[test]
fn azure_credentials_are_created_for_every_cloud() {
    for cloud in [Cloud::Global, Cloud::UsGovL4, Cloud::UsGovL5, Cloud::China] {
        for variables in [vec![SECRET, TENANT, CLIENT], vec![CLIENT], vec![TENANT]] {
            let choice = choose(&variables, true).unwrap();
            let credential = EnvironmentCredential::from_choice(choice, &cloud).unwrap();
            assert!(!credential.caches_tokens(), "the client caches them");
            assert!(!format!("{credential:?}").contains("S3CR3T"));
        }
    }
    let choice = choose(&[("AZURE_TENANT_ID", "not a tenant"), SECRET, CLIENT], false).unwrap();
    assert!(EnvironmentCredential::from_choice(choice, &Cloud::Global).unwrap_err().is_credential());
    let no_file = choose(&[FILE, TENANT, CLIENT], false).unwrap();
    assert!(EnvironmentCredential::from_choice(no_file, &Cloud::Global).unwrap_err().is_credential());
    let custom = Cloud::custom("http://127.0.0.1:1").unwrap();
    let choice = choose(&[SECRET, TENANT, CLIENT], false).unwrap();
    assert!(EnvironmentCredential::from_choice(choice, &custom).unwrap_err().to_string().contains("authority"));
}
