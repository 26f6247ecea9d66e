//! The environment variables of a process: each case runs this test program again with the variables of the case.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::process::Command;

use crate::credential::EnvironmentCredential;
use crate::{Cloud, Error, GraphClient};

/// Shows what environment variables choose.
#[test]
#[ignore = "started by the other tests of this file"]
fn in_a_child_process() {
    let show = |name: &str, outcome: Result<String, Error>| match outcome {
        Ok(text) => println!("{name}: {text}"),
        Err(error) => println!("{name}: {} error: {error}\n{error:?}", error.kind()),
    };
    show("cloud", Cloud::from_env().map(|cloud| cloud.endpoint().to_owned()));
    show("credential", EnvironmentCredential::new(&Cloud::Global).map(|credential| credential.name().to_owned()));
    show("client", GraphClient::builder(Cloud::Global).token("a").build().map(|_| "built".to_owned()));
    let loopback = Cloud::custom("http://127.0.0.1:1").unwrap();
    show("loopback", GraphClient::builder(loopback).token("a").build().map(|_| "built".to_owned()));
}

/// Returns the line about `subject` with these variables.
fn line<K: AsRef<str>>(subject: &str, variables: impl IntoIterator<Item = (K, OsString)>) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let (_, module) = module_path!().split_once("::").unwrap();
    command.args(["--exact", &format!("{module}::in_a_child_process"), "--ignored", "--nocapture"]);
    command.env_clear().env("PATH", "/nowhere");
    command.envs(variables.into_iter().map(|(name, value)| (name.as_ref().to_owned(), value)));
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(!text.contains("S3CR3T") && !text.contains("0xff"), "{text}");
    text.lines().find(|line| line.starts_with(subject)).unwrap_or_else(|| panic!("{text}")).to_owned()
}

fn not_utf8() -> OsString {
    OsString::from_vec(b"S3CR3T-\xff".to_vec())
}

#[test]
fn a_variable_that_is_not_utf8_is_an_error_that_names_it() {
    let set = |names: &[&'static str]| names.iter().map(|name| (*name, "a-value".into())).collect::<Vec<_>>();
    let secret = ["AZURE_CLIENT_SECRET", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"];
    let file = ["AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"];
    let app_service = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_CLIENT_ID", "IDENTITY_SERVER_THUMBPRINT"];
    for (subject, name, others) in [
        ("cloud", "GRAPH_CLOUD", &[][..]),
        ("cloud", "AZURE_AUTHORITY_HOST", &[]),
        ("credential", "GRAPH_ACCESS_TOKEN", &secret),
        ("credential", "AZURE_TOKEN_CREDENTIALS", &secret),
        ("credential", "AZURE_FEDERATED_TOKEN_FILE", &secret),
        ("credential", "AZURE_TENANT_ID", &file),
        ("credential", "AZURE_CLIENT_ID", &file),
        ("credential", "AZURE_CLIENT_SECRET", &app_service),
        ("credential", "AZURE_TENANT_ID", &secret),
        ("credential", "AZURE_CLIENT_ID", &secret),
        ("credential", "AZURE_CLIENT_CERTIFICATE_PATH", &app_service),
        ("credential", "IDENTITY_ENDPOINT", &app_service),
        ("credential", "IDENTITY_HEADER", &app_service),
        ("credential", "IDENTITY_SERVER_THUMBPRINT", &app_service),
        ("credential", "AZURE_CLIENT_ID", &app_service[..3]),
    ] {
        let mut variables = set(others);
        variables.retain(|(other, _)| *other != name);
        variables.push((name, not_utf8()));
        let line = line(subject, variables);
        assert!(line.contains("configuration error"), "{name}: {line}");
        assert!(line.contains(&format!("`{name}`")) && line.contains("UTF-8"), "{name}: {line}");
    }
}

/// `azure_identity` reads these by itself and ignores values that are not UTF-8.
#[test]
fn the_variables_of_a_managed_identity_must_be_utf8() {
    for name in ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET"] {
        let named = ("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential".into());
        let line = line("credential", [named, (name, not_utf8())]);
        assert!(line.contains("configuration error") && line.contains(&format!("`{name}`")), "{line}");
    }
}

#[test]
fn an_unusable_proxy_is_an_error_that_names_the_variable() {
    for value in [
        "proxy.example:8080:9090",
        "http://",
        "http://user:S3CR3T@",
        "http://:8080",
        "http://user:S3CR3T@:8080",
        "http://user:S3CR3T@proxy.example:port",
        "http://user:S3CR3T@proxy.example:99999",
        "ftp://user:S3CR3T@proxy.example",
        "http//user:S3CR3T@proxy.example",
        "/S3CR3T",
        " http://user:S3CR3T@proxy.example ",
        "http://user:S3CR3T@proxy.example:8080\n",
    ] {
        let line = line("client", [("HTTPS_PROXY", value.into())]);
        assert!(line.contains("configuration error") && line.contains("`HTTPS_PROXY`"), "{value}: {line}");
    }
    for name in ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        for value in ["ftp://user:S3CR3T@proxy.example".into(), not_utf8()] {
            let line = line("client", [(name, value)]);
            assert!(line.contains("configuration error") && line.contains(&format!("`{name}`")), "{line}");
        }
    }
    for name in ["NO_PROXY", "no_proxy"] {
        let line = line("client", [(name, not_utf8())]);
        assert!(line.contains("configuration error") && line.contains(&format!("`{name}`")), "{line}");
    }
}

#[test]
fn proxies_that_the_http_client_accepts_are_accepted() {
    for value in [
        "",
        "proxy.example",
        "proxy.example:8080",
        "http://proxy.example",
        "HTTP://proxy.example:8080/",
        "https://user:S3CR3T@proxy.example:8443",
        "http://user:S3CR3T@[::1]:8080/path",
        "socks5h://127.0.0.1:1080",
    ] {
        assert_eq!(line("client", [("HTTPS_PROXY", value.into())]), "client: built", "{value}");
    }
    // The HTTP client reads the variable in capitals first.
    let shadowed = [("HTTPS_PROXY", "http://proxy.example".into()), ("https_proxy", "ftp://x".into())];
    assert_eq!(line("client", shadowed), "client: built");
    // In a CGI program `HTTP_PROXY` is a header of the request, so the HTTP client uses no proxy.
    let cgi = [("REQUEST_METHOD", "GET".into()), ("HTTP_PROXY", "ftp://x".into())];
    assert_eq!(line("client", cgi), "client: built");
    assert_eq!(line("client", [("NO_PROXY", "*, 10.0.0.0/8, ///".into())]), "client: built");
    // Loopback addresses are reached without a proxy.
    assert_eq!(line("loopback", [("HTTPS_PROXY", "ftp://x".into())]), "loopback: built");
}
