//! Credentials on tokio's paused clock, with authorities in memory.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use bytes::Bytes;
use tokio::time::Instant;

use super::{Choice, with_client};
use crate::cloud::Cloud;
use crate::credential::azure::{IdentityClient, TokenEndpoint};
use crate::credential::{AzureCredential, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::transport::{BodyLimits, Transport};
use crate::{GraphClient, graph_resource};

const TOKEN: &str = r#"{"token_type":"Bearer","expires_in":3599,"access_token":"S3CR3T-access"}"#;
const BUSY: &str = r#"{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred.\r\nTrace ID: 1"}"#;
const SECRET: &str = "S3CR3T~client/secret+of=app";

/// The reaction of the authority to a token request.
#[derive(Clone)]
enum Reaction {
    Respond(u16, &'static str, String),
    Fail(ErrorKind, io::ErrorKind),
    Hang,
}

fn status(status: u16) -> Reaction {
    Reaction::Respond(status, "", String::new())
}

fn token() -> Reaction {
    Reaction::Respond(200, "", TOKEN.to_owned())
}

/// The times of the requests.
#[derive(Clone, Default)]
struct RequestTimes(Arc<Mutex<Vec<Instant>>>);

impl RequestTimes {
    /// Returns the milliseconds between the requests.
    fn intervals(&self) -> Vec<u128> {
        let times = self.0.lock().unwrap();
        assert!(!times.is_empty(), "no request");
        times.windows(2).map(|pair| (pair[1] - pair[0]).as_millis()).collect()
    }
}

/// Creates a credential whose authority reacts like this; it repeats the last reaction.
fn credential(choice: Choice, reactions: impl IntoIterator<Item = Reaction>) -> (AzureCredential, RequestTimes) {
    let reactions = Arc::new(Mutex::new(reactions.into_iter().collect::<VecDeque<_>>()));
    let times = RequestTimes::default();
    let recorded = times.clone();
    let service = tower::service_fn(move |_: http::Request<Bytes>| {
        recorded.0.lock().unwrap().push(Instant::now());
        let mut reactions = reactions.lock().unwrap();
        let reaction = if reactions.len() > 1 { reactions.pop_front() } else { reactions.front().cloned() };
        async move {
            match reaction.unwrap() {
                Reaction::Respond(status, retry_after, body) => {
                    let response = http::Response::builder().status(status).header("retry-after", retry_after);
                    Ok(response.body(body).unwrap())
                }
                Reaction::Fail(kind, io) => Err(Error::new(kind, "failed to connect to `login.example`")
                    .with_io_error_kind(Some(io))
                    .with_source(io::Error::from(io))),
                Reaction::Hang => std::future::pending().await,
            }
        }
    });
    let endpoint = match choice {
        Choice::ManagedIdentity { .. } => TokenEndpoint::ManagedIdentity,
        _ => TokenEndpoint::Authority,
    };
    let client = IdentityClient::new(endpoint).with_transport(Transport::custom(service, BodyLimits::DEFAULT));
    (with_client(choice, "https://login.example", client).unwrap(), times)
}

fn secret() -> Choice {
    Choice::ClientSecret {
        tenant: "contoso.example".into(),
        client: "the-app".into(),
        secret: SECRET.to_owned().into(),
    }
}

async fn outcome(credential: &AzureCredential) -> Result<String, Error> {
    let request = TokenRequest::new([Cloud::Global.scope()]);
    credential.token(&request).await.map(|token| token.authorization().to_str().unwrap().to_owned())
}

async fn failure(credential: &AzureCredential) -> String {
    let error = outcome(credential).await.unwrap_err();
    assert!(error.is_credential());
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn transient_failures_are_attempted_five_times() {
    let connection_refused = Reaction::Fail(ErrorKind::Connect, io::ErrorKind::ConnectionRefused);
    for (reaction, expected) in [
        (status(500), "`login.example` responded with 500 Internal Server Error"),
        (status(429), "`login.example` responded with 429 Too Many Requests"),
        (Reaction::Respond(503, "", "<html>".into()), "`login.example` responded with 503 Service Unavailable"),
        (Reaction::Respond(503, "", BUSY.into()), "AADSTS90033: A transient error has occurred"),
        (connection_refused.clone(), "failed to connect to `login.example`: connection refused"),
        (Reaction::Fail(ErrorKind::Transport, io::ErrorKind::ConnectionReset), "`login.example`: connection reset"),
    ] {
        let (credential, times) = credential(secret(), [reaction]);
        let shown = failure(&credential).await;
        assert!(shown.contains(expected) && !shown.contains("Trace ID"), "{shown}");
        assert_eq!(times.intervals(), [500, 1000, 2000, 4000]);
    }
    let (credential, times) =
        credential(secret(), [status(502), connection_refused, Reaction::Respond(429, "3", String::new()), token()]);
    assert_eq!(outcome(&credential).await.unwrap(), "Bearer S3CR3T-access");
    assert_eq!(times.intervals(), [500, 1000, 3000], "the `Retry-After` of the authority, if it is longer");
    assert!(credential.delay_reason().is_none());
}

#[tokio::test(start_paused = true)]
async fn permanent_failures_are_attempted_once() {
    for (reaction, expected) in [
        (
            Reaction::Fail(ErrorKind::Connect, io::ErrorKind::TimedOut),
            "failed to connect to `login.example`: timed out",
        ),
        (
            Reaction::Fail(ErrorKind::Connect, io::ErrorKind::InvalidData),
            "failed to connect to `login.example`: invalid data",
        ),
        (
            Reaction::Fail(ErrorKind::Timeout, io::ErrorKind::TimedOut),
            "failed to connect to `login.example`: timed out",
        ),
        (Reaction::Respond(503, "60", String::new()), "responded with 503 Service Unavailable"),
        (status(302), "302 Found: redirects are not followed"),
        (Reaction::Respond(407, "", "<html>".into()), "responded with 407 Proxy Authentication Required"),
        (Reaction::Respond(200, "", "<html>".into()), "responded with 200 OK: the body has no `access_token`"),
        (Reaction::Respond(200, "", "{}".into()), "responded with 200 OK: the body has no `access_token`"),
    ] {
        let (credential, times) = credential(secret(), [reaction]);
        let shown = failure(&credential).await;
        assert!(shown.contains(expected), "{shown}");
        assert!(times.intervals().is_empty(), "{shown}");
    }
}

/// Returns all texts of an error.
fn all_texts(error: &Error) -> String {
    let chain = std::iter::successors(std::error::Error::source(error), |error| error.source());
    chain.fold(format!("{error} {error:?} {error:#?}"), |text, error| format!("{text} {error} {error:?}"))
}

#[tokio::test(start_paused = true)]
async fn echoed_secrets_are_redacted() {
    let file = std::env::temp_dir().join(format!("graph-core-assertion-{}", std::process::id()));
    std::fs::write(&file, "S3CR3T.assertion.of-a-workload").unwrap();
    let workload = Choice::WorkloadIdentity {
        tenant: "contoso.example".into(),
        client: "the-app".into(),
        token_file: file.to_str().unwrap().into(),
    };
    for (choice, echo) in [
        (secret(), "S3CR3T~client/secret+of=app S3CR3T%7Eclient%2Fsecret%2Bof%3Dapp s3cr3t~client%2fsecret%2bof%3dapp"),
        (workload, "S3CR3T.assertion.of-a-workload S3CR3T.assertion.of"),
    ] {
        let description = format!("AADSTS7000215: {echo} is wrong");
        let json =
            serde_json::json!({"error": echo, "error_description": description, echo: [{"x": echo}]}).to_string();
        for (reaction, expected) in [
            (Reaction::Respond(401, "", json), "AADSTS7000215: [redacted] [redacted]"),
            (Reaction::Respond(401, "", format!("<html>{echo}")), "401 Unauthorized"),
        ] {
            let (credential, _) = credential(choice.clone(), [reaction]);
            let error = outcome(&credential).await.unwrap_err();
            let shown = all_texts(&error);
            assert!(!shown.to_lowercase().contains("s3cr3t"), "{shown}");
            assert!(error.to_string().contains(expected), "{error}");
            let reason = all_texts(&credential.delay_reason().unwrap());
            assert!(!reason.to_lowercase().contains("s3cr3t"), "{reason}");
        }
    }
    std::fs::remove_file(file).unwrap();
}

#[graph_resource(crate = crate, path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug)]
struct Printer {
    #[graph(key)]
    id: String,
}

/// Returns the error message of a call with a deadline of three seconds.
async fn deadline_message(credential: AzureCredential) -> String {
    let service = tower::service_fn(|_: http::Request<Bytes>| async {
        panic!("sent without a token") as Result<http::Response<String>, Error>
    });
    let client = GraphClient::builder(Cloud::Global).credential(credential).service(service);
    let client = client.deadline(Duration::from_secs(3)).build().unwrap();
    let error = client.get(Printer::at("p1")).await.unwrap_err();
    assert!(error.is_credential());
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn a_deadline_error_names_the_reason_of_the_delay() {
    for (reaction, expected, attempts) in [
        (status(500), "`login.example` responded with 500 Internal Server Error", 3),
        (
            Reaction::Respond(503, "", BUSY.into()),
            "503 Service Unavailable: AADSTS90033: A transient error has occurred (",
            3,
        ),
        (
            Reaction::Fail(ErrorKind::Connect, io::ErrorKind::ConnectionRefused),
            "failed to connect to `login.example`: connection refused (",
            3,
        ),
        (Reaction::Respond(429, "9", String::new()), "`login.example` responded with 429 Too Many Requests", 1),
        (Reaction::Hang, "`login.example` has not responded yet (", 1),
    ] {
        let (credential, times) = credential(secret(), [reaction]);
        let shown = deadline_message(credential).await;
        assert!(shown.contains("the call did not end within its deadline of 3"), "{shown}");
        assert!(shown.contains(expected), "{shown}");
        assert_eq!(times.intervals().len() + 1, attempts, "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn managed_identity_requests_are_retried_as_documented() {
    let machine = Choice::ManagedIdentity { client: None };
    let token = r#"{"access_token":"S3CR3T-access","expires_on":"4102444800","token_type":"Bearer","resource":"x"}"#;
    let reactions = [status(404), status(410), Reaction::Respond(200, "", token.into())];
    let (identity, times) = credential(machine.clone(), reactions);
    assert_eq!(outcome(&identity).await.unwrap(), "Bearer S3CR3T-access");
    assert_eq!(times.intervals().len(), 2);

    let (identity, times) = credential(machine.clone(), [Reaction::Fail(ErrorKind::Connect, io::ErrorKind::TimedOut)]);
    let shown = failure(&identity).await;
    assert!(shown.contains("failed to connect to `login.example`: timed out"), "{shown}");
    assert!(times.intervals().is_empty(), "a machine without an endpoint is not retried");

    let (identity, _) = credential(machine, [status(500)]);
    let shown = deadline_message(identity).await;
    assert!(shown.contains("`169.254.169.254` responded with 500 Internal Server Error"), "{shown}");
}

/// `client_options` use the same client, over real sockets.
#[tokio::test]
async fn errors_of_credentials_with_client_options_name_the_cause() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let without = Cloud::custom("https://graph.example").unwrap();
    assert_eq!(AzureCredential::client_options(&without).unwrap_err().kind(), ErrorKind::Configuration);
    let cloud = Cloud::builder("https://graph.example").authority(format!("https://{closed}")).build().unwrap();
    let options = ClientSecretCredentialOptions { client_options: AzureCredential::client_options(&cloud).unwrap() };
    let secret = SECRET.to_owned().into();
    let credential = ClientSecretCredential::new("contoso.example", "the-app".into(), secret, Some(options)).unwrap();
    let shown = deadline_message(AzureCredential::new(credential)).await;
    assert!(shown.contains(&format!("could not connect to `{closed}`")), "{shown}");
    assert!(shown.contains("deadline of 3") && shown.contains("Connection refused"), "{shown}");
}
