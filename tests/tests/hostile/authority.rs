//! Sign-in authorities that do not issue a token. The error of a call states the reason and does not show a secret.
//!
//! The client runs in a process of its own, because environment variables and trusted certificates belong to a process.

use std::process::Command;

use graph_core::credential::{DeviceCodeCredential, EnvironmentCredential};
use graph_core::credential::{TokenProvider, TokenRequest};
use graph_core::{Cloud, Error, GraphClient};

use crate::harness::{all_text, run};
use crate::peer::Peer;
use crate::tls::{CertificateAuthority, CertificateOptions};
use crate::{Printer, response};

const SECRET: &str = "S3CR3T~client.secret-of/the+app=";
const URL: &str = "TEST_AUTHORITY";
const KIND: &str = "TEST_CREDENTIAL";

/// Calls a service that cannot be reached, with a deadline of two seconds, and prints the error.
#[test]
#[ignore = "started by the other tests of this file"]
fn run_client() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let error = runtime.block_on(async {
        let url = std::env::var(URL).expect("the URL of the authority");
        let cloud = Cloud::builder("http://127.0.0.1:1").authority(url).build().expect("a custom cloud");
        let builder = GraphClient::builder(cloud.clone()).deadline(std::time::Duration::from_secs(2));
        let builder = match std::env::var(KIND).expect("a credential").as_str() {
            "device code" => {
                let user = DeviceCodeCredential::builder("the-app").cloud(cloud).prompt(|_| ()).build();
                builder.credential(user.expect("a credential"))
            }
            "direct" => {
                let secret = EnvironmentCredential::new(&cloud).expect("a credential");
                let request = TokenRequest::new([cloud.scope()]);
                return secret.token(&request).await.expect_err("an error");
            }
            _ => builder.credential(EnvironmentCredential::new(&cloud).expect("a credential")),
        };
        let client = builder.build().expect("a client");
        client.get(Printer::at("p1")).await.expect_err("an error")
    });
    show(&error);
}

fn show(error: &Error) {
    println!("error: {error}");
    println!("all text: {}", all_text(error).replace('\n', " "));
    println!("credential: {}", error.is_credential());
}

/// Returns the error line that a client with this credential prints.
async fn error_line(kind: &'static str, url: &str, trusted: &CertificateAuthority) -> String {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = file.join(format!("authority-{}-{:p}.pem", std::process::id(), trusted));
    std::fs::write(&file, trusted.pem()).expect("a file");
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "authority::run_client", "--ignored", "--nocapture"]).env_clear();
    command.env(URL, url).env(KIND, kind).env("SSL_CERT_FILE", &file);
    for (name, value) in [
        ("AZURE_TENANT_ID", "contoso.example"),
        ("AZURE_CLIENT_ID", "the-app"),
        ("AZURE_CLIENT_SECRET", SECRET),
        ("NO_PROXY", "localhost"),
    ] {
        command.env(name, value);
    }
    let output = tokio::task::spawn_blocking(move || command.output().expect("a process")).await.expect("an output");
    std::fs::remove_file(file).expect("a file");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text} {}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("credential: true"), "{text}");
    assert!(!text.contains("S3CR3T"), "{text}");
    let line = text.lines().find(|line| line.starts_with("error: ")).expect("an error").to_owned();
    assert!(line.chars().count() < 800, "{line}");
    line
}

/// Starts an authority that sends `response` for each request, and returns the error line of a client.
async fn error_line_and_peer(kind: &'static str, response: Vec<u8>) -> (String, Peer) {
    let trusted = CertificateAuthority::new();
    let peer = Peer::start_tls(trusted.server(&CertificateOptions::VALID, "http/1.1"), move |mut connection, _| {
        let response = response.clone();
        async move {
            while connection.request().await?.is_some() {
                connection.send(&response).await?;
            }
            Ok(())
        }
    });
    (error_line(kind, &peer.url(), &trusted).await, peer)
}

fn error_response(description: &str) -> Vec<u8> {
    let body =
        serde_json::json!({"error": "invalid_client", "error_description": description, "error_codes": [7_000_215]});
    response("401 Unauthorized", "content-type: application/json\r\n", body.to_string())
}

#[test]
fn a_refused_connection_is_reported() {
    run(async {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
        for kind in ["client secret", "device code"] {
            let line =
                error_line(kind, &format!("https://localhost:{}", closed.port()), &CertificateAuthority::new()).await;
            assert!(line.contains(&format!("localhost:{}", closed.port())), "{line}");
            assert!(line.contains("Connection refused"), "{line}");
        }
    });
}

#[test]
fn an_untrusted_certificate_is_reported_after_one_connection() {
    run(async {
        for kind in ["client secret", "device code", "direct"] {
            let peer = Peer::start_tls(
                CertificateAuthority::new().server(&CertificateOptions::VALID, "http/1.1"),
                |mut connection, _| async move { connection.stall().await },
            );
            let line = error_line(kind, &peer.url(), &CertificateAuthority::new()).await;
            assert!(line.contains("could not establish a secure connection to `localhost:"), "{line}");
            assert!(!line.contains("deadline"), "{line}");
            assert_eq!((peer.connections(), peer.requests()), (1, 0), "{line}");
        }
    });
}

#[test]
fn the_status_of_an_unexpected_response_is_reported() {
    run(async {
        for body in ["", "<html>no</html>", "{}"] {
            for kind in ["client secret", "device code"] {
                let (line, peer) = error_line_and_peer(kind, response("500 Internal Server Error", "", body)).await;
                assert!(line.contains("500 Internal Server Error"), "{line}");
                assert!((1..=3).contains(&peer.requests()), "{line}");
            }
        }
        // a proxy that requires a sign-in in a browser
        let (line, peer) =
            error_line_and_peer("direct", response("403 Forbidden", "content-type: text/html\r\n", "<html>")).await;
        assert!(line.contains("403 Forbidden"), "{line}");
        assert_eq!(peer.requests(), 1);
        let (line, peer) =
            error_line_and_peer("direct", response("307 Temporary Redirect", "location: /elsewhere\r\n", "")).await;
        assert!(line.contains("307 Temporary Redirect"), "{line}");
        assert_eq!(peer.requests(), 1);
        let (line, peer) = error_line_and_peer("direct", response("200 OK", "", r#"{"token_type":"Bearer"}"#)).await;
        assert!(line.contains("200 OK") && line.contains("`access_token`"), "{line}");
        assert_eq!(peer.requests(), 1);
    });
}

#[test]
fn an_authority_that_does_not_respond_is_reported() {
    run(async {
        for kind in ["client secret", "device code"] {
            let trusted = CertificateAuthority::new();
            let peer = Peer::start_tls(
                trusted.server(&CertificateOptions::VALID, "http/1.1"),
                |mut connection, _| async move {
                    connection.request().await?;
                    connection.stall().await
                },
            );
            let line = error_line(kind, &peer.url(), &trusted).await;
            assert!(line.contains("within its deadline of 2") && line.contains(peer.authority()), "{line}");
        }
    });
}

#[test]
fn an_error_response_is_reported_without_secrets() {
    run(async {
        let encoded = "S3CR3T%7Eclient.secret-of%2Fthe%2Bapp%3D";
        let description = format!(
            "AADSTS7000215: Invalid client secret provided: '{SECRET}', {encoded}, {}. \r\nTrace ID: 1\r\n\u{1b}[31m",
            &SECRET[..24]
        );
        for kind in ["client secret", "direct"] {
            let (line, peer) = error_line_and_peer(kind, error_response(&description)).await;
            assert!(line.contains("AADSTS7000215: Invalid client secret provided"), "{line}");
            assert!(!line.contains("Trace ID") && !line.contains('\u{1b}'), "{line}");
            assert_eq!(peer.requests(), 1, "{line}");
        }
        let (line, _) =
            error_line_and_peer("device code", error_response("AADSTS700016: no such application\r\nTrace ID: 1"))
                .await;
        assert!(line.contains("AADSTS700016: no such application") && !line.contains("Trace ID"), "{line}");
        let (line, _) =
            error_line_and_peer("direct", error_response(&format!("AADSTS7000215: {}", "x".repeat(20_000)))).await;
        assert!(line.contains("AADSTS7000215: xxx"), "{line}");
    });
}
