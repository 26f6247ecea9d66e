use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{PRINTER, Printer, TOKEN, update, update_error};
use crate::GraphClient;
use crate::client::GraphClientBuilder;
use crate::cloud::Cloud;
use crate::failure::ErrorKind;
use crate::request::{Method, Request};
use crate::retry::RetryPolicy;
use crate::schema::Version;

/// A server that sends one response per connection, byte by byte, and closes the connection. It returns the requests.
pub(super) struct Server {
    pub(super) cloud: Cloud,
    pub(super) requests: tokio::task::JoinHandle<Vec<String>>,
}

impl Server {
    pub(super) async fn start(responses: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let requests = tokio::spawn(async move {
            let mut requests = Vec::new();
            for response in responses {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read_request(&mut stream).await);
                stream.write_all(&response).await.unwrap();
            }
            requests
        });
        Self { cloud, requests }
    }

    pub(super) fn client(&self) -> GraphClientBuilder {
        client(self.cloud.clone())
    }
}

fn client(cloud: Cloud) -> GraphClientBuilder {
    GraphClient::builder(cloud).token(TOKEN).retry(RetryPolicy::none())
}

pub(super) async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    loop {
        let read = String::from_utf8_lossy(&text).into_owned();
        if let Some((head, body)) = read.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return read;
            }
        }
        assert_ne!(stream.read_buf(&mut text).await.unwrap(), 0, "the request ended early: {read}");
    }
}

pub(super) fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn a_patch_is_sent() {
    let server = Server::start(vec![ok("", PRINTER.as_bytes())]).await;
    let updated = update(&server.client().build().unwrap()).await.unwrap();
    assert_eq!(updated.entity().unwrap().job_count, 4);
    let requests = server.requests.await.unwrap();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("PATCH /v1.0/printers/p1 HTTP/1.1\r\n"), "{head}");
    for line in [
        "accept: application/json",
        "content-type: application/json",
        "content-length: 55",
        "accept-encoding: gzip",
        &format!("authorization: Bearer {TOKEN}"),
    ] {
        assert!(head.lines().any(|sent| sent == line), "{line} in {head}");
    }
    assert_eq!(body, r##"{"@odata.type":"#microsoft.graph.printer","jobCount":4}"##);
}

#[tokio::test]
async fn a_post_without_a_body_has_a_length() {
    let server = Server::start(vec![ok("", b""), ok("", b"")]).await;
    let client = server.client().build().unwrap();
    for method in [Method::POST, Method::GET] {
        client.send(Request::new(method, Version::V1, "/me/revokeSignInSessions")).await.unwrap();
    }
    let lengths =
        |head: &String| head.lines().filter(|line| line.starts_with("content-length")).collect::<Vec<_>>().join(", ");
    assert_eq!(server.requests.await.unwrap().iter().map(lengths).collect::<Vec<_>>(), ["content-length: 0", ""]);
}

#[tokio::test]
async fn a_chunked_response_is_read() {
    let (start, end) = PRINTER.split_at(20);
    let response = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n{:x}\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\n\r\n",
        start.len(),
        end.len()
    );
    let server = Server::start(vec![response.into_bytes()]).await;
    assert_eq!(update(&server.client().build().unwrap()).await.unwrap().entity().unwrap().job_count, 4);
}

/// `{"id":"p1","jobCount":4}`
pub(super) const SMALL: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 76, 81, 178, 82, 42, 48, 84, 210, 81, 202, 202, 79, 114, 206, 47,
    205, 43, 81, 178, 50, 169, 5, 0, 91, 212, 199, 31, 24, 0, 0, 0,
];
/// `a` 20,000 times
pub(super) const LARGE: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 172, 235, 95, 194, 26, 30, 64, 1, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 240, 96, 49, 135, 189, 202, 32, 78, 0, 0,
];

#[tokio::test]
async fn the_limit_applies_to_the_decompressed_size() {
    let gzip = |body: &[u8]| ok("content-encoding: gzip\r\n", body);
    let server = Server::start(vec![gzip(SMALL), gzip(LARGE)]).await;
    let client = server.client().max_response_bytes(10_000).build().unwrap();
    assert_eq!(client.get(Printer::at("p1")).await.unwrap().job_count, 4);
    assert_eq!(update_error(&client).await.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for location in [format!("http://{}/v1.0/printers/p1", elsewhere.local_addr().unwrap()), "/v1.0/other".into()] {
        for status in ["302 Found", "307 Temporary Redirect"] {
            let response =
                format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let server = Server::start(vec![response.into_bytes()]).await;
            let error = update_error(&server.client().build().unwrap()).await;
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(server.requests.await.unwrap().len(), 1);
        }
    }
    // A connection would be waiting.
    elsewhere.into_std().unwrap().accept().expect_err("no connection");
}

#[tokio::test]
async fn a_truncated_response_states_what_is_known() {
    let truncated = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\"".to_owned();
    let server = Server::start(vec![truncated.into_bytes()]).await;
    let error = update_error(&server.client().build().unwrap()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert!(error.to_string().contains("the update may or may not have been made"), "{error}");

    let server = Server::start(vec![Vec::new()]).await;
    let error = update_error(&server.client().build().unwrap()).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
    assert!(error.to_string().contains("may or may not have been made"), "{error}");
    assert!(error.client_request_id().is_some());
    assert_eq!(server.requests.await.unwrap().len(), 1, "not retried");
}

#[tokio::test]
async fn a_closed_port_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let error = update_error(&client(cloud).build().unwrap()).await;
    assert!(error.is_connect());
    let mut text = String::new();
    let mut source: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = source {
        text = format!("{text}{error}; {error:?}\n");
        source = error.source();
    }
    assert!(text.contains("refused") && !text.contains("printers") && !text.contains("S3CR3T"), "{text}");
}

#[tokio::test]
async fn an_endless_response_ends_at_the_attempt_timeout() {
    for start in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let server = tokio::spawn(async move {
            // On a slow machine the client may time out before the request is complete.
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(start.as_bytes()).await;
            while stream.read(&mut [0; 4096]).await.is_ok_and(|bytes| bytes > 0) {}
        });
        let client = client(cloud).attempt_timeout(Duration::from_millis(200)).build().unwrap();
        let error = client.get(Printer::at("p1")).await.unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("within 200 ms"), "{error}");
        server.abort();
    }
}

#[tokio::test]
async fn an_endless_response_ends_at_the_deadline() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let client = client(cloud).build().unwrap();
    // The system accepts the connection, and no response follows.
    let error = client.get(Printer::at("p1")).deadline(Duration::from_millis(200)).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("deadline of 200 ms"), "{error}");
    drop(listener);
}

#[tokio::test]
async fn an_endless_body_is_not_read_beyond_the_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.unwrap();
        while stream.write_all(b"4\r\nabcd\r\n").await.is_ok() {}
    });
    let client = client(cloud).max_response_bytes(10_000).build().unwrap();
    assert_eq!(update_error(&client).await.kind(), ErrorKind::TooLarge);
    server.await.unwrap();
}

#[test]
fn loopback_requests_do_not_use_a_proxy() {
    let itself = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "client::tests::loopback::a_patch_is_sent"])
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:1")))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&itself.stdout);
    assert!(itself.status.success() && text.contains("1 passed"), "{text}");
}

/// A layer could set such a path; the client itself never does.
#[tokio::test]
async fn a_path_that_the_url_parser_would_change_is_an_error() {
    let server = Server::start(vec![ok("", PRINTER.as_bytes())]).await;
    let endpoint = server.cloud.endpoint().to_owned();
    for path in ["/v1.0/printers/../users", "/v1.0/%2e%2e/x", "/v1.0/./x", "/v1.0/a\\b", "/v1.0/printers/p1"] {
        let uri: http::Uri = format!("{}{path}", endpoint.trim_end_matches('/')).parse().unwrap();
        let layer = tower::util::MapRequestLayer::new(move |mut request: http::Request<bytes::Bytes>| {
            *request.uri_mut() = uri.clone();
            request
        });
        let outcome = server.client().layer(layer).build().unwrap().get(Printer::at("p1")).await;
        if path == "/v1.0/printers/p1" {
            outcome.unwrap();
            continue;
        }
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{path}: {error}");
        assert!(error.to_string().contains("nothing was sent") && !error.to_string().contains("users"), "{error}");
    }
    let requests = server.requests.await.unwrap();
    assert!(requests.len() == 1 && requests[0].starts_with("GET /v1.0/printers/p1 "), "{requests:?}");
}
