use std::io::ErrorKind;
use std::time::Duration;

use graph_sandbox::Sandbox;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::probe::{Probe, SAMPLE};
use crate::resources::sample;

const HEAD: &str = "Host: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nConnection: close\r\n";

/// The sandbox goes on as if nothing had happened.
async fn assert_sound(probe: &Probe) {
    assert_eq!(probe.get(SAMPLE).await.status, 200);
    assert_eq!(probe.kept(), sample());
}

#[tokio::test]
async fn deep_nesting_is_refused() {
    let probe = Probe::start().await;
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        for depth in [128, 10_000, 200_000] {
            let value = open.repeat(depth) + "1" + &close.repeat(depth);
            for body in [format!(r#"{{"anything":{value}}}"#), format!(r#"{{"int":{value}}}"#), value] {
                assert_eq!(probe.update(body).await.status, 400, "{depth}");
            }
            probe.update(open.repeat(depth)).await.fault(400, "BadRequest");
        }
    }
    assert_sound(&probe).await;
}

#[tokio::test]
async fn invalid_utf_8_is_refused() {
    let probe = Probe::start().await;
    for body in [&b"{\"text\":\"\xff\"}"[..], b"\xff\xfe{\0}\0", b"{\"text\":\"\xed\xa0\x80\"}"] {
        probe.update(body.to_vec()).await.fault(400, "BadRequest");
    }
    probe.update(r#"{"text":"\ud800"}"#).await.fault(400, "BadRequest");
    assert_sound(&probe).await;
}

#[tokio::test]
async fn a_huge_body_is_answered_and_not_kept() {
    let probe = Probe::over(Sandbox::builder().body_limit(1 << 20)).await;
    // more than the system buffers, and written to the end before the answer is read
    let length = 15 << 20;
    let mut huge = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: {length}\r\n\r\n").into_bytes();
    huge.resize(huge.len() + length, b'[');
    let answer = probe.raw(&huge).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("RequestEntityTooLarge"), "{answer}");
    assert_eq!(probe.sandbox.requests()[0].body().len(), 1 << 20);
    // of what never ends, enough is enough
    let endless = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: 1000000000000\r\n\r\n").into_bytes();
    let address = probe.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    stream.write_all(&endless).await.expect("the sandbox reads");
    while stream.write_all(&[b' '; 4096]).await.is_ok() {}
    assert_eq!(probe.sandbox.requests()[1].body().len(), 1 << 20);
    assert_sound(&probe).await;
}

/// How many bytes the sandbox takes of a request before it closes the connection; at most `most`.
async fn accepted(probe: &Probe, start: &str, chunk: &str, most: usize) -> usize {
    let address = probe.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    stream.write_all(start.as_bytes()).await.expect("the sandbox reads");
    let mut sent = start.len();
    while sent < most {
        // an answer, or the end of the connection: neither comes while the head is still being read
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
async fn a_head_is_bounded_in_size_and_count() {
    let probe = Probe::start().await;
    let most = 16 << 20;
    let line = format!("GET {SAMPLE} HTTP/1.1\r\n");
    for (start, chunk) in [
        // one header, a target, a method, and lines that never end
        (format!("{line}x: "), "a".repeat(1024)),
        ("GET /".to_owned(), "a".repeat(1024)),
        ("A".to_owned(), "A".repeat(1024)),
        (line, "x: y\r\n".repeat(100)),
    ] {
        let sent = accepted(&probe, &start, &chunk, most).await;
        assert!(sent < most, "{start:?}: {sent} bytes were taken");
    }
    for head in [
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}x: {}\r\n\r\n", "a".repeat(70_000)),
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}{}\r\n", "x: y\r\n".repeat(101)),
    ] {
        let answer = probe.raw(head.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    assert_sound(&probe).await;
}

/// The clock is paused and jumps to whatever ends first, so that nothing is waited for.
#[tokio::test(start_paused = true)]
async fn a_head_that_stops_arriving_is_given_up() {
    let sandbox = Sandbox::builder().start().await.expect("the sandbox starts");
    for start in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let address = sandbox.endpoint().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
        stream.write_all(start.as_bytes()).await.expect("the sandbox reads");
        let mut answer = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(3600), stream.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "{start:?}: the connection is still open after an hour");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    let probe = Probe::start().await;
    let address = probe.sandbox.endpoint().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.expect("the sandbox listens");
    let head = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}Content-Length: 100\r\n\r\n{{\"int\":8}}");
    stream.write_all(head.as_bytes()).await.expect("the sandbox reads");
    drop(stream);
    assert_sound(&probe).await;
}

#[tokio::test]
async fn what_is_no_http_is_refused() {
    let probe = Probe::start().await;
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
        let answer = probe.raw(junk.as_bytes()).await;
        let status = answer.get(9..12).unwrap_or("");
        assert!(answer.is_empty() || ["400", "414", "431"].contains(&status), "{answer}");
    }
    assert_sound(&probe).await;
}

#[tokio::test]
async fn junk_in_headers_that_matter_is_no_reason_to_fail() {
    let probe = Probe::start().await;
    let request =
        format!("GET {SAMPLE} HTTP/1.1\r\n{HEAD}client-request-id: \u{e9}\t\u{7}\r\n\r\n").replace('\u{7}', "");
    let answer = probe.raw(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    for header in ["Authorization: Bearer \u{e9}", "Prefer: \u{e9}=,;=;\"", "If-Match: \u{e9}"] {
        let request = format!("PATCH {SAMPLE} HTTP/1.1\r\n{HEAD}{header}\r\nContent-Length: 2\r\n\r\n{{}}");
        let answer = probe.raw(request.as_bytes()).await;
        assert!(["200", "400", "401"].contains(&&answer[9..12]), "{header}: {answer}");
    }
    assert_sound(&probe).await;
}

#[tokio::test]
async fn other_targets_lead_nowhere() {
    let probe = Probe::start().await;
    for target in ["*", "http://elsewhere/v2.0/samples/1", "/v1.0/samples/1/../1", "/v1.0//samples/1", "/\u{e9}"] {
        let answer = probe.raw_get(target).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{target}: {answer}");
    }
    let absolute = probe.raw_get("http://elsewhere/v1.0/samples/1").await;
    assert!(absolute.starts_with("HTTP/1.1 200 "), "{absolute}");
}
