//! Credentials against a real OpenID token server, over TLS with a certificate authority of its own.
//!
//! The server is `oauth2-mock-server` of npm, extended by `tests/token-server`. If `node` (20.19 or later) or the package is
//! not available, the tests print `SKIPPED` and pass; with `TOKEN_SERVER=required` they fail.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use graph_core::credential::{DeviceCodeCredential, EnvironmentCredential};
use graph_core::credential::{TokenProvider, TokenRequest};
use graph_core::{Cloud, GraphClient, graph_resource};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
const AUTHORITY: &str = "TOKEN_SERVER_AUTHORITY";

/// The contents of the token, as the server read it.
#[graph_resource(path = "/probes/{probeId}", odata_type = "#microsoft.graph.probe")]
#[derive(Debug, Clone)]
struct Probe {
    #[graph(key)]
    id: String,
    grant: String,
    claims: Option<String>,
    scope: String,
    tokens: i32,
    polls: i32,
}

#[test]
fn credentials_acquire_tokens_that_a_service_accepts() {
    let Some(server) = Server::start() else { return };
    server.run("child_process", &server.folder.join("ca.pem"), 0);
}

#[test]
fn an_untrusted_authority_receives_no_secret() {
    let Some(server) = Server::start() else { return };
    server.run("child_process_with_another_authority", &server.folder.join("other.pem"), 0);
}

/// Runs in a process of its own, because certificates and environment variables belong to the process.
#[test]
#[ignore = "started by the tests above"]
fn child_process() {
    run(async {
        let cloud = cloud();
        let secret = EnvironmentCredential::new(&cloud).expect("a credential");
        assert_eq!(secret.name(), "client secret");
        let graph = GraphClient::builder(cloud.clone()).credential(secret).build().expect("a client");
        for _ in 0..3 {
            let probe = graph.get(Probe::at("p1")).await.expect("a verified token");
            assert_eq!((&*probe.grant, &*probe.scope), ("client_credentials", cloud.scope()));
            assert_eq!((&*probe.id, probe.tokens, probe.polls), ("p1", 1, 0));
        }

        let prompts = Arc::new(AtomicUsize::new(0));
        let shown = Arc::clone(&prompts);
        let user = DeviceCodeCredential::builder("the-app")
            .cloud(cloud.clone())
            .tenant("contoso.example")
            .permissions(["User.Read"])
            .prompt(move |prompt| {
                assert!(
                    prompt.message().contains(prompt.user_code()) && prompt.verification_uri().starts_with("https:")
                );
                shown.fetch_add(1, Relaxed);
            })
            .build()
            .expect("a credential");
        let user = Arc::new(user);
        let graph = GraphClient::builder(cloud.clone()).credential(Arc::clone(&user)).build().expect("a client");
        let probe = graph.get(Probe::at("p2")).await.expect("a verified token");
        let resource = cloud.endpoint();
        assert_eq!((&*probe.grant, &*probe.scope), ("device_code", &*format!("offline_access {resource}/User.Read")));
        assert_eq!((probe.tokens, probe.polls), (2, 3));

        for tokens in [3, 4] {
            let challenged = TokenRequest::new([cloud.scope()]).refreshed(Some(CLAIMS));
            let token = user.token(&challenged).await.expect("a silent refresh");
            let graph = GraphClient::builder(cloud.clone())
                .credential(graph_core::credential::StaticToken::from(token))
                .build()
                .expect("a client");
            let probe = graph.get(Probe::at("p3")).await.expect("a verified token");
            assert_eq!((&*probe.grant, probe.claims.as_deref(), probe.tokens), ("refresh_token", Some(CLAIMS), tokens));
        }
        assert_eq!(prompts.load(Relaxed), 1);

        let unverified = GraphClient::builder(cloud).token("not.a.token").build().expect("a client");
        assert!(
            unverified.get(Probe::at("p4")).await.expect_err("a token that the server did not sign").is_unauthorized()
        );
    });
}

#[test]
#[ignore = "started by the tests above"]
fn child_process_with_another_authority() {
    run(async {
        let cloud = cloud();
        let user = DeviceCodeCredential::builder("the-app").cloud(cloud.clone()).tenant("contoso.example");
        let user = user
            .prompt(|_| panic!("the response of an untrusted authority was accepted"))
            .build()
            .expect("a credential");
        let request = TokenRequest::new([cloud.scope()]);
        let error = user.token(&request).await.expect_err("another certificate authority");
        assert!(error.is_credential() && format!("{error:?}").to_lowercase().contains("certificate"), "{error:?}");
    });
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(test);
}

fn cloud() -> Cloud {
    let authority = std::env::var(AUTHORITY).expect("the parent process sets the address of the server");
    Cloud::builder(format!("{authority}/graph")).authority(authority).build().expect("a custom cloud")
}

/// The number of servers. Each has a folder of its own, so that tests can run concurrently.
static STARTED: AtomicUsize = AtomicUsize::new(0);

struct Server {
    process: Child,
    authority: String,
    folder: PathBuf,
}

impl Server {
    /// Starts a server, or returns `None` if it is not available.
    fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(server) => Some(server),
            Err(reason) => {
                assert!(std::env::var_os("TOKEN_SERVER").is_none_or(|value| value != "required"), "{reason}");
                // Not with `eprintln!`, whose output is hidden for tests that pass.
                let _ = writeln!(std::io::stderr(), "SKIPPED: failed to start the token server: {reason}");
                None
            }
        }
    }

    fn try_start() -> Result<Self, String> {
        let version = output(Command::new("node").arg("--version"))?;
        let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
        if (numbers.next(), numbers.next()) < (Some(20), Some(19)) {
            return Err(format!("expected node 20.19 or later, found {}", version.trim()));
        }
        let name = format!("token-server-{}-{}", std::process::id(), STARTED.fetch_add(1, Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for file in ["package.json", "package-lock.json", "server.mjs"] {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("token-server").join(file);
            std::fs::copy(from, folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
        }
        let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
        output(Command::new("npm").args(install).current_dir(&folder))?;
        certificates(&folder);

        let mut process = Command::new("node")
            .args(["server.mjs", "key.pem", "certificate.pem"])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let mut port = String::new();
        let stdout = process.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut port).expect("a line");
        assert!(!port.is_empty(), "the server ended before it listened");
        Ok(Self { process, authority: format!("https://localhost:{}", port.trim()), folder })
    }

    /// Runs the test with this name in a process that trusts only `ca`.
    fn run(&self, test: &str, ca: &Path, expected: i32) {
        let status = Command::new(std::env::current_exe().expect("this program"))
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env_remove("SSL_CERT_DIR")
            .env_remove("GRAPH_ACCESS_TOKEN")
            .env_remove("AZURE_FEDERATED_TOKEN_FILE")
            .env_remove("AZURE_TOKEN_CREDENTIALS")
            .env("SSL_CERT_FILE", ca)
            .env("NO_PROXY", "localhost")
            .env("AZURE_TENANT_ID", "contoso.example")
            .env("AZURE_CLIENT_ID", "the-app")
            .env("AZURE_CLIENT_SECRET", "the-secret+of/it==")
            .env(AUTHORITY, &self.authority)
            .status()
            .expect("a process");
        assert_eq!(status.code(), Some(expected), "see the output of {test} above");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(format!("{name}: {}: {last}", output.status))
}

/// Writes a certificate authority, its certificate for `localhost`, and another authority.
fn certificates(folder: &Path) {
    let authority = |name: &str| {
        let mut params = CertificateParams::new([]).expect("no names");
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
    };
    let (ours, other) = (authority("ours"), authority("other"));
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &ours).expect("a certificate");
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file");
    write("ca.pem", ours.pem());
    write("other.pem", other.pem());
    write("certificate.pem", certificate.pem());
    write("key.pem", key.serialize_pem());
}
