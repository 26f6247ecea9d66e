use std::io::ErrorKind;
use std::time::Duration;

use graph_sandbox::Sandbox;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::fixture::{Fixture, SAMPLE};
use crate::resources::sample;

const HEAD: &str = "Host: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nConnection: close\r\n";

/// Asserts that the sandbox still serves requests and changed no entity.
async fn assert_unaffected(fixture: &Fixture) {
    assert_eq!(fixture.get(SAMPLE).await.status, 200);
    assert_eq!(fixture.stored(), sample());
}

#[tokio::test]
async fn deep_nesting_is_refused() {
    let fixture = Fixture::start().await;
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        for depth in [128, 10_000, 200_000] {
            let value = open.repeat(depth) + "1" + &close.repeat(depth);
            for body in [format!(r#"{{"anything":{value}}}"#), format!(r#"{{"int":{value}}}"#), value] {
                assert_eq!(fixture.update(body).await.status, 400, "{depth}");
            }
            fixture.update(open.repeat(depth)).await.assert_error(400, "BadRequest");
        }
    }
    assert_unaffected(&fixture).await;
}

#[tokio::test]
async fn invalid_utf_8_is_refused() {
    let fixture = Fixture::start().await;
    for body in [&b"{\"text\":\"\xff\"}"[..], b"\xff\xfe{\0}\0", b"{\"text\":\"\xed\xa0\x80\"}"] {
        fixture.update(body.to_vec()).await.assert_error(400, "BadRequest");
    }
    fixture.update(r#"{"text":"\ud800"}"#).await.assert_error(400, "BadRequest");
    assert_unaffected(&fixture).await;
}

#[tokio::test]
async fn a_huge_body_gets_a_response_and_is_not_stored() {
    let fixture = Fixture::with(Sandbox::builder().body_limit(1 << 20)).await;
    // Longer than the buffers of the system, and written completely before the response is read.
    let length = 15 << 20;
    let mut huge = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: {length}\r\n\r\n").into_bytes();
    huge.resize(huge.len() + length, b'[');
    let response = fixture.raw(&huge).await;
    assert!(response.starts_with("HTTP/1.1 413 ") && response.contains("RequestEntityTooLarge"), "{response}");
    assert_eq!(fixture.sandbox.requests()[0].body().len(), 1 << 20);
    // A body that does not end is read up to a limit.
    let endless = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: 1000000000000\r\n\r\n").into_bytes();
    let address = fixture.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    stream.write_all(&endless).await.expect("the sandbox reads");
    while stream.write_all(&[b' '; 4096]).await.is_ok() {}
    assert_eq!(fixture.sandbox.requests()[1].body().len(), 1 << 20);
    assert_unaffected(&fixture).await;
}

/// Returns the number of bytes that the sandbox reads before it closes the connection, or `max` at most.
async fn accepted(fixture: &Fixture, start: &str, chunk: &str, max: usize) -> usize {
    let address = fixture.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    stream.write_all(start.as_bytes()).await.expect("the sandbox reads");
    let mut sent = start.len();
    while sent < max {
        // A response or the end of the connection. Neither arrives while the sandbox still reads the head.
        let is_over = !stream.try_read(&mut [0; 16]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
        if is_over || stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
        sent += chunk.len();
        tokio::task::yield_now().await;
    }
    sent
}

#[tokio::test]
async fn the_size_and_the_number_of_headers_are_limited() {
    let fixture = Fixture::start().await;
    let max = 16 << 20;
    let line = format!("GET {SAMPLE} HTTP/1.1\r\n");
    for (start, chunk) in [
        // A header, a target, a method, and a list of headers that do not end.
        (format!("{line}x: "), "a".repeat(1024)),
        ("GET /".to_owned(), "a".repeat(1024)),
        ("A".to_owned(), "A".repeat(1024)),
        (line, "x: y\r\n".repeat(100)),
    ] {
        let sent = accepted(&fixture, &start, &chunk, max).await;
        assert!(sent < max, "{start:?}: {sent} bytes were read");
    }
    for head in [
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}x: {}\r\n\r\n", "a".repeat(70_000)),
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}{}\r\n", "x: y\r\n".repeat(101)),
    ] {
        let response = fixture.raw(head.as_bytes()).await;
        assert!(response.is_empty() || response.starts_with("HTTP/1.1 431 "), "{response}");
    }
    assert_unaffected(&fixture).await;
}

/// The clock is paused and advances to the next timeout, so that the test does not wait.
#[tokio::test(start_paused = true)]
async fn a_connection_without_a_complete_head_is_closed() {
    let sandbox = Sandbox::builder().start().await.expect("the sandbox starts");
    for start in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let address = sandbox.endpoint().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
        stream.write_all(start.as_bytes()).await.expect("the sandbox reads");
        let mut response = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(3600), stream.read_to_end(&mut response)).await;
        assert!(closed.is_ok(), "{start:?}: the connection is still open after an hour");
    }
}

#[tokio::test]
async fn an_incomplete_body_changes_nothing() {
    let fixture = Fixture::start().await;
    let address = fixture.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    let head = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: 100\r\n\r\n{{\"int\":8}}");
    stream.write_all(head.as_bytes()).await.expect("the sandbox reads");
    drop(stream);
    assert_unaffected(&fixture).await;
}

#[tokio::test]
async fn a_request_that_is_not_http_is_refused() {
    let fixture = Fixture::start().await;
    for junk in [
        "\0\0\0\0\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        format!("GET {SAMPLE} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"),
        format!("GET {SAMPLE} HTTP/1.1\r\nHost: x\r\nx: a\0b\r\n\r\n"),
        format!("GET {SAMPLE} HTTP/9.9\r\nHost: x\r\n\r\n"),
        format!("PATCH {SAMPLE} HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
        format!("PATCH {SAMPLE} HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{{}}"),
        format!("GET {SAMPLE} HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(10_000)),
        format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", "/a".repeat(100_000)),
    ] {
        let response = fixture.raw(junk.as_bytes()).await;
        let status = response.get(9..12).unwrap_or("");
        assert!(response.is_empty() || ["400", "414", "431"].contains(&status), "{response}");
    }
    assert_unaffected(&fixture).await;
}

#[tokio::test]
async fn headers_that_are_not_ascii_do_not_break_the_sandbox() {
    let fixture = Fixture::start().await;
    let request =
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}client-request-id: \u{e9}\t\u{7}\r\n\r\n").replace('\u{7}', "");
    let response = fixture.raw(request.as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    for header in ["Authorization: Bearer \u{e9}", "Prefer: \u{e9}=,;=;\"", "If-Match: \u{e9}"] {
        let request = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}{header}\r\nContent-Length: 2\r\n\r\n{{}}");
        let response = fixture.raw(request.as_bytes()).await;
        assert!(["200", "400", "401"].contains(&&response[9..12]), "{header}: {response}");
    }
    assert_unaffected(&fixture).await;
}

#[tokio::test]
async fn other_request_targets_are_refused() {
    let fixture = Fixture::start().await;
    for target in ["*", "http://elsewhere/v2.0/samples/1", "/v1.0/samples/1/../1", "/v1.0//samples/1", "/\u{e9}"] {
        let response = fixture.raw_get(target).await;
        assert!(response.starts_with("HTTP/1.1 400 "), "{target}: {response}");
    }
    let absolute = fixture.raw_get("http://elsewhere/v1.0/samples/1").await;
    assert!(absolute.starts_with("HTTP/1.1 200 "), "{absolute}");
}
