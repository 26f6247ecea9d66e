//! On tokio's paused clock, against authorities in memory.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use bytes::Bytes;
use tokio::time::Instant;

use super::{Choice, with};
use crate::cloud::Cloud;
use crate::credential::azure::{IdentityClient, Place};
use crate::credential::{AzureCredential, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::transport::{BodyLimits, Transport};
use crate::{GraphClient, graph_resource};

const TOKEN: &str = r#"{"token_type":"Bearer","expires_in":3599,"access_token":"S3CR3T-access"}"#;
const BUSY: &str = r#"{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred.\r\nTrace ID: 1"}"#;
const SECRET: &str = "S3CR3T~client/secret+of=app";

/// What is done with a request for a token.
#[derive(Clone)]
enum Act {
    Respond(u16, &'static str, String),
    Fail(ErrorKind, io::ErrorKind),
    Hang,
}

fn status(status: u16) -> Act {
    Act::Respond(status, "", String::new())
}

fn token() -> Act {
    Act::Respond(200, "", TOKEN.to_owned())
}

/// When requests came.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<Instant>>>);

impl Asked {
    /// The milliseconds between requests; there is one request more.
    fn waits(&self) -> Vec<u128> {
        let asked = self.0.lock().unwrap();
        assert!(!asked.is_empty(), "nobody was asked");
        asked.windows(2).map(|pair| (pair[1] - pair[0]).as_millis()).collect()
    }
}

/// A credential whose authority acts so, and does the last of it for ever.
fn credential(choice: Choice, acts: impl IntoIterator<Item = Act>) -> (AzureCredential, Asked) {
    let acts = Arc::new(Mutex::new(acts.into_iter().collect::<VecDeque<_>>()));
    let asked = Asked::default();
    let notes = asked.clone();
    let service = tower::service_fn(move |_: http::Request<Bytes>| {
        notes.0.lock().unwrap().push(Instant::now());
        let mut acts = acts.lock().unwrap();
        let act = if acts.len() > 1 { acts.pop_front() } else { acts.front().cloned() };
        async move {
            match act.unwrap() {
                Act::Respond(status, retry_after, body) => {
                    let response = http::Response::builder().status(status).header("retry-after", retry_after);
                    Ok(response.body(body).unwrap())
                }
                Act::Fail(kind, io) => Err(Error::new(kind, "no connection to `login.example`")
                    .with_io_error_kind(Some(io))
                    .with_source(io::Error::from(io))),
                Act::Hang => std::future::pending().await,
            }
        }
    });
    let place = match choice {
        Choice::ManagedIdentity { .. } => Place::ThisMachine,
        _ => Place::Authority,
    };
    let client = IdentityClient::new(place).with_transport(Transport::custom(service, BodyLimits::DEFAULT));
    (with(choice, "https://login.example", client).unwrap(), asked)
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
async fn what_may_pass_is_tried_five_times() {
    let refused = Act::Fail(ErrorKind::Connect, io::ErrorKind::ConnectionRefused);
    for (act, expected) in [
        (status(500), "`login.example` responded with 500 Internal Server Error"),
        (status(429), "`login.example` responded with 429 Too Many Requests"),
        (Act::Respond(503, "", "<html>".into()), "`login.example` responded with 503 Service Unavailable"),
        (Act::Respond(503, "", BUSY.into()), "AADSTS90033: A transient error has occurred"),
        (refused.clone(), "no connection to `login.example`: connection refused"),
        (Act::Fail(ErrorKind::Transport, io::ErrorKind::ConnectionReset), "`login.example`: connection reset"),
    ] {
        let (credential, asked) = credential(secret(), [act]);
        let shown = failure(&credential).await;
        assert!(shown.contains(expected) && !shown.contains("Trace ID"), "{shown}");
        assert_eq!(asked.waits(), [500, 1000, 2000, 4000]);
    }
    let (credential, asked) =
        credential(secret(), [status(502), refused, Act::Respond(429, "3", String::new()), token()]);
    assert_eq!(outcome(&credential).await.unwrap(), "Bearer S3CR3T-access");
    assert_eq!(asked.waits(), [500, 1000, 3000], "what the authority asks for, if that is longer");
    assert!(credential.delay_reason().is_none());
}

#[tokio::test(start_paused = true)]
async fn what_does_not_pass_is_tried_once() {
    for (act, expected) in [
        (Act::Fail(ErrorKind::Connect, io::ErrorKind::TimedOut), "no connection to `login.example`: timed out"),
        (Act::Fail(ErrorKind::Connect, io::ErrorKind::InvalidData), "no connection to `login.example`: invalid data"),
        (Act::Fail(ErrorKind::Timeout, io::ErrorKind::TimedOut), "no connection to `login.example`: timed out"),
        (Act::Respond(503, "60", String::new()), "responded with 503 Service Unavailable"),
        (status(302), "302 Found: redirects are not followed"),
        (Act::Respond(407, "", "<html>".into()), "responded with 407 Proxy Authentication Required"),
        (Act::Respond(200, "", "<html>".into()), "responded with 200 OK: without `access_token`"),
        (Act::Respond(200, "", "{}".into()), "responded with 200 OK: without `access_token`"),
    ] {
        let (credential, asked) = credential(secret(), [act]);
        let shown = failure(&credential).await;
        assert!(shown.contains(expected), "{shown}");
        assert!(asked.waits().is_empty(), "{shown}");
    }
}

/// Everything that an error says.
fn everything(error: &Error) -> String {
    let chain = std::iter::successors(std::error::Error::source(error), |error| error.source());
    chain.fold(format!("{error} {error:?} {error:#?}"), |text, error| format!("{text} {error} {error:?}"))
}

#[tokio::test(start_paused = true)]
async fn secrets_that_come_back_are_not_shown() {
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
        for (act, expected) in [
            (Act::Respond(401, "", json), "AADSTS7000215: [redacted] [redacted]"),
            (Act::Respond(401, "", format!("<html>{echo}")), "401 Unauthorized"),
        ] {
            let (credential, _) = credential(choice.clone(), [act]);
            let error = outcome(&credential).await.unwrap_err();
            let shown = everything(&error);
            assert!(!shown.to_lowercase().contains("s3cr3t"), "{shown}");
            assert!(error.to_string().contains(expected), "{error}");
            let reason = everything(&credential.delay_reason().unwrap());
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

/// The line that a call with a deadline of three seconds shows.
async fn late(credential: AzureCredential) -> String {
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
async fn a_deadline_that_passes_names_what_was_waited_for() {
    for (act, expected, tries) in [
        (status(500), "`login.example` responded with 500 Internal Server Error", 3),
        (
            Act::Respond(503, "", BUSY.into()),
            "503 Service Unavailable: AADSTS90033: A transient error has occurred (",
            3,
        ),
        (
            Act::Fail(ErrorKind::Connect, io::ErrorKind::ConnectionRefused),
            "no connection to `login.example`: connection refused (",
            3,
        ),
        (Act::Respond(429, "9", String::new()), "`login.example` responded with 429 Too Many Requests", 1),
        (Act::Hang, "`login.example` has not responded yet (", 1),
    ] {
        let (credential, asked) = credential(secret(), [act]);
        let shown = late(credential).await;
        assert!(shown.contains("the call did not end within its deadline of 3"), "{shown}");
        assert!(shown.contains(expected), "{shown}");
        assert_eq!(asked.waits().len() + 1, tries, "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_managed_identity_is_asked_again_as_its_endpoint_documents() {
    let machine = Choice::ManagedIdentity { client: None };
    let token = r#"{"access_token":"S3CR3T-access","expires_on":"4102444800","token_type":"Bearer","resource":"x"}"#;
    let acts = [status(404), status(410), Act::Respond(200, "", token.into())];
    let (identity, asked) = credential(machine.clone(), acts);
    assert_eq!(outcome(&identity).await.unwrap(), "Bearer S3CR3T-access");
    assert_eq!(asked.waits().len(), 2);

    let (identity, asked) = credential(machine.clone(), [Act::Fail(ErrorKind::Connect, io::ErrorKind::TimedOut)]);
    let shown = failure(&identity).await;
    assert!(shown.contains("no connection to `login.example`: timed out"), "{shown}");
    assert!(asked.waits().is_empty(), "a machine without an endpoint gets none by waiting");

    let (identity, _) = credential(machine, [status(500)]);
    let shown = late(identity).await;
    assert!(shown.contains("`169.254.169.254` responded with 500 Internal Server Error"), "{shown}");
}

/// What `client_options` gives goes through the same client, over real sockets.
#[tokio::test]
async fn options_for_credentials_of_others_name_the_cause() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let without = Cloud::custom("https://graph.example").unwrap();
    assert_eq!(AzureCredential::client_options(&without).unwrap_err().kind(), ErrorKind::Configuration);
    let cloud = Cloud::builder("https://graph.example").authority(format!("https://{closed}")).build().unwrap();
    let options = ClientSecretCredentialOptions { client_options: AzureCredential::client_options(&cloud).unwrap() };
    let secret = SECRET.to_owned().into();
    let credential = ClientSecretCredential::new("contoso.example", "the-app".into(), secret, Some(options)).unwrap();
    let shown = late(AzureCredential::new(credential)).await;
    assert!(shown.contains(&format!("could not connect to `{closed}`")), "{shown}");
    assert!(shown.contains("deadline of 3") && shown.contains("Connection refused"), "{shown}");
}
