//! The credential over real sockets, with everything that is logged.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{DeviceCodeCredential, SignInError, TOKENS, sign_in_error, token};
use crate::cloud::Cloud;
use crate::error::Error;

/// Records everything that is logged, at every level.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

impl Visit for Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(self.0.lock().unwrap(), "{field}={value:?}");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Refreshes a token at an authority that sends one of `responses` per connection. Returns the last outcome and the requests.
async fn refresh(responses: Vec<Vec<u8>>) -> (Result<String, Error>, Vec<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = format!("http://{}", listener.local_addr().unwrap());
    let count = responses.len();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    let server = tokio::spawn(async move {
        for response in responses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut text = Vec::new();
            while !String::from_utf8_lossy(&text).contains("refresh_token=S3CR3T") {
                assert_ne!(stream.read_buf(&mut text).await.unwrap(), 0, "the request ended early");
            }
            seen.lock().unwrap().push(String::from_utf8(text).unwrap());
            // The client may close the connection before the end.
            let _ = stream.write_all(&response).await;
        }
        // An unexpected connection counts as one more request.
        let Ok((mut stream, _)) = listener.accept().await else { return };
        seen.lock().unwrap().push("one more".into());
        let _ = stream.shutdown().await;
    });
    let cloud = Cloud::builder("https://graph.example").authority(authority).build().unwrap();
    let credential = DeviceCodeCredential::builder("the-app")
        .cloud(cloud)
        .prompt(|_| panic!("the user is not needed"))
        .build()
        .unwrap();
    let mut outcome = Err(Error::credential("no request was made"));
    for _ in 0..count {
        *credential.refresh_token.lock().await = Some(String::from("S3CR3T-refresh-0").into());
        outcome = token(&credential).await;
    }
    server.abort();
    let requests = requests.lock().unwrap().clone();
    (outcome, requests)
}

fn response(head: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

#[tokio::test]
async fn the_form_is_sent_and_not_logged() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    let rejected = r#"{"error":"invalid_request","error_description":"not S3CR3T-refresh-0"}"#;
    let (outcome, requests) = refresh(vec![response("400 Bad Request", rejected), response("200 OK", TOKENS)]).await;
    drop(guard);
    assert_eq!(outcome.unwrap(), "S3CR3T-access-1");
    assert_eq!(requests.len(), 2);
    let (head, body) = requests[1].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /organizations/oauth2/v2.0/token HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/x-www-form-urlencoded\r\n"), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
    assert_eq!(
        body,
        "grant_type=refresh_token&client_id=the-app&scope=offline_access+https%3A%2F%2Fgraph.microsoft.com%2F.default\
         &refresh_token=S3CR3T-refresh-0"
    );
    let logged = recorder.0.lock().unwrap().clone();
    assert!(!logged.contains("S3CR3T"), "{logged}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let head = format!("{status}\r\nlocation: /elsewhere");
        let (outcome, requests) = refresh(vec![response(&head, "")]).await;
        let error = outcome.unwrap_err();
        assert!(matches!(sign_in_error(&error), SignInError::Malformed { .. }), "{error:?}");
        assert_eq!(requests.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_response_that_is_too_large_is_an_error() {
    let (outcome, _) = refresh(vec![response("200 OK", &" ".repeat(2 * 1024 * 1024))]).await;
    let error = outcome.unwrap_err();
    let SignInError::Unreachable(cause) = sign_in_error(&error) else { panic!("{error:?}") };
    assert_eq!(cause.kind(), crate::ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_broken_connection_is_an_error() {
    let (outcome, _) =
        refresh(vec![b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"access_token\":\"S3CR3T".to_vec()]).await;
    let error = outcome.unwrap_err();
    assert!(matches!(sign_in_error(&error), SignInError::Unreachable(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("S3CR3T-a"), "{error:?}");
}
