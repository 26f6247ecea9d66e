//! Credentials against a real OpenID token server, over TLS with a certificate authority of its own.
//!
//! The server is `oauth2-mock-server` of npm; `tests/token-server` has what is beside it. Where `node` (20.19 or later) or the
//! package cannot be had, the tests say so and do nothing; with `TOKEN_SERVER=required` they fail instead.

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

/// What the server read in the token.
#[graph_resource(path = "/probes/{probeId}", odata_type = "#microsoft.graph.probe")]
#[derive(Debug, Clone)]
struct Probe {
    #[graph(key)]
    id: String,
    grant: String,
    asked: Option<String>,
    scope: String,
    tokens: i32,
    polls: i32,
}

#[test]
fn credentials_get_tokens_that_a_service_accepts() {
    let Some(server) = Server::start() else { return };
    server.run("as_a_child", &server.folder.join("ca.pem"), 0);
}

#[test]
fn an_authority_that_is_not_trusted_sees_no_secret() {
    let Some(server) = Server::start() else { return };
    server.run("as_a_child_that_trusts_another", &server.folder.join("other.pem"), 0);
}

/// Runs in a process of its own, because trust and the environment are the process's.
#[test]
#[ignore = "started by the tests above"]
fn as_a_child() {
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
            assert_eq!((&*probe.grant, probe.asked.as_deref(), probe.tokens), ("refresh_token", Some(CLAIMS), tokens));
        }
        assert_eq!(prompts.load(Relaxed), 1);

        let stranger = GraphClient::builder(cloud).token("not.a.token").build().expect("a client");
        assert!(stranger.get(Probe::at("p4")).await.expect_err("no such token").is_unauthorized());
    });
}

#[test]
#[ignore = "started by the tests above"]
fn as_a_child_that_trusts_another() {
    run(async {
        let cloud = cloud();
        let user = DeviceCodeCredential::builder("the-app").cloud(cloud.clone()).tenant("contoso.example");
        let user = user.prompt(|_| panic!("no answer was to be trusted")).build().expect("a credential");
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
    let authority = std::env::var(AUTHORITY).expect("the parent says where the server is");
    Cloud::builder(format!("{authority}/graph")).authority(authority).build().expect("a custom cloud")
}

/// Each server has a folder of its own, so that tests can run side by side.
static STARTED: AtomicUsize = AtomicUsize::new(0);

struct Server {
    process: Child,
    authority: String,
    folder: PathBuf,
}

impl Server {
    /// None where it cannot be had.
    fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(server) => Some(server),
            Err(reason) => {
                assert!(std::env::var_os("TOKEN_SERVER").is_none_or(|value| value != "required"), "{reason}");
                // Not by a macro, whose output of tests that pass is hidden.
                let _ = writeln!(std::io::stderr(), "SKIPPED: the token server cannot be started: {reason}");
                None
            }
        }
    }

    fn try_start() -> Result<Self, String> {
        let version = output(Command::new("node").arg("--version"))?;
        let mut numbers = version.trim().trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
        if (numbers.next(), numbers.next()) < (Some(20), Some(19)) {
            return Err(format!("node is {}, and 20.19 is needed", version.trim()));
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

    /// Runs the test with this name in a process that trusts `ca` alone.
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
    let words = String::from_utf8_lossy(&output.stderr);
    let last = words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(format!("{name}: {}: {last}", output.status))
}

/// A certificate authority, a certificate of it for `localhost`, and another authority.
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
