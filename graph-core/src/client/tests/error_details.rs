//! The details of an error for the person who handles it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::scripted::{Step, retry_after, scripted, status};
use super::{Printer, update_error};
use crate::client::GraphClient;
use crate::cloud::Cloud;
use crate::graph_resource;
use crate::retry::RetryPolicy;

#[tokio::test(start_paused = true)]
async fn the_support_text_has_every_attempt() {
    let body = r#"{"error":{"code":"serviceNotAvailable","message":"Busy."}}"#;
    let last = http::Response::builder()
        .status(503)
        .header("request-id", "the-last")
        .header("date", "Sun, 22 Nov 2026 12:00:00 GMT")
        .header("x-ms-ags-diagnostic", r#"{"ServerInfo":{"DataCenter":"West Europe"}}"#);
    let (client, _) =
        scripted([retry_after(429, "2"), Step::Break(std::io::ErrorKind::ConnectionReset), Step::Respond(last, body)]);
    let client = client.retry(RetryPolicy::default().max_attempts(3)).build().unwrap();
    let id = Uuid::from_u128(7);
    let error =
        client.update(Printer::at("p1"), Printer::update().job_count(4)).client_request_id(id).await.unwrap_err();
    let text = error.support().to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[..7],
        [
            "client-request-id: 00000000-0000-0000-0000-000000000007",
            "request-id: the-last",
            "date: Sun, 22 Nov 2026 12:00:00 GMT",
            r#"x-ms-ags-diagnostic: {"ServerInfo":{"DataCenter":"West Europe"}}"#,
            "status: 503 Service Unavailable",
            "code: serviceNotAvailable",
            "attempt 1: 429 Too Many Requests, request-id service-id",
        ]
    );
    assert!(
        lines[7].starts_with("attempt 2 (after 2.") && lines[7].ends_with("s): transport (connection reset)"),
        "{text}"
    );
    assert!(lines[8].starts_with("attempt 3 (after "), "{text}");
    assert!(lines[8].ends_with("503 Service Unavailable, serviceNotAvailable, request-id the-last"), "{text}");
    assert_eq!(lines.len(), 9);
    assert_eq!(
        error.to_string(),
        "update of `#microsoft.graph.printer`: the service failed with 503 Service Unavailable, `serviceNotAvailable`: Busy; \
         the update may or may not have been made (after 3 attempts) (request-id the-last)",
        "the second attempt may have made the update"
    );
}

#[tokio::test(start_paused = true)]
async fn the_message_states_what_to_do() {
    let (client, _) = scripted([retry_after(429, "600")]);
    let text = update_error(&client.build().unwrap()).await.to_string();
    assert!(
        text.starts_with(
            "update of `#microsoft.graph.printer`: the service rejected the request with 429 Too Many Requests"
        ),
        "{text}"
    );
    assert!(text.contains("; retry in 10 min"), "{text}");
    let (client, _) = scripted([status(408)]);
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let text = update_error(&client).await.to_string();
    assert!(text.contains("may or may not have been made"), "{text}");
    let (client, _) = scripted([status(500)]);
    let text = update_error(&client.build().unwrap()).await.to_string();
    assert!(!text.contains("attempts"), "there was one attempt: {text}");
}

fn token(claims: &str) -> String {
    format!("e30.{}.c2lnbmF0dXJl", BASE64_URL_SAFE_NO_PAD.encode(claims))
}

#[tokio::test]
async fn a_403_shows_the_permissions_of_the_token() {
    let forbidden = || {
        let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
            let body = r#"{"error":{"code":"Forbidden","message":"Insufficient privileges."}}"#;
            Ok::<_, crate::Error>(super::response(403).body(body.to_owned()).unwrap())
        });
        GraphClient::builder(Cloud::Global).service(service)
    };
    let client = forbidden().token(token(r#"{"scp":"User.Read Mail.Read","sub":"private-user"}"#)).build().unwrap();
    let error = update_error(&client).await;
    assert!(error.is_forbidden());
    assert_eq!(error.permissions().unwrap().delegated(), ["User.Read", "Mail.Read"]);
    assert_eq!(
        error.to_string(),
        "update of `#microsoft.graph.printer`: the service rejected the request with 403 Forbidden, `Forbidden`: Insufficient \
         privileges; grant the application or user the permission; the token grants `User.Read`, `Mail.Read` (request-id service-id)"
    );
    assert!(!format!("{error:?}").contains("private-user"));
    let client = forbidden().token(token(r#"{"roles":["Printer.ReadWrite.All"]}"#)).build().unwrap();
    assert_eq!(update_error(&client).await.permissions().unwrap().application(), ["Printer.ReadWrite.All"]);
    let error = update_error(&forbidden().token("an-opaque-token").build().unwrap()).await;
    assert_eq!(error.permissions(), None);
    assert!(error.to_string().contains("the application or user may lack a permission"), "{error}");
}

#[graph_resource(
    crate = crate,
    path = "/scanners/{scannerId}",
    odata_type = "#microsoft.graph.scanner",
    permissions = ["Scanner.ReadWrite.All", "Directory.ReadWrite.All"]
)]
#[derive(Debug)]
struct Scanner {
    #[graph(key)]
    id: String,
    page_count: i32,
}

#[tokio::test]
async fn a_403_shows_the_permissions_of_the_declaration() {
    let update = async |claims: &str| {
        let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
            Ok::<_, crate::Error>(super::response(403).body(String::from("{}")).unwrap())
        });
        let client = GraphClient::builder(Cloud::Global).service(service).token(token(claims)).build().unwrap();
        client.update(Scanner::at("s1"), Scanner::update().page_count(1)).await.unwrap_err()
    };
    let error = update(r#"{"roles":["User.Read.All"]}"#).await;
    let permissions = error.permissions().unwrap();
    assert_eq!(permissions.needed(), ["Scanner.ReadWrite.All", "Directory.ReadWrite.All"]);
    assert!(!permissions.is_granted());
    assert!(
        error.to_string().contains(
            "grant the application or user one of `Scanner.ReadWrite.All`, `Directory.ReadWrite.All`; the token grants \
             `User.Read.All`"
        ),
        "{error}"
    );
    assert!(update(r#"{"scp":"Scanner.ReadWrite.All"}"#).await.permissions().unwrap().is_granted());
}
