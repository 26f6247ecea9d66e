//! Retries over real sockets, which count connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::loopback::read_request;
use super::{PRINTER, Printer, TOKEN, update, update_error};
use crate::client::{GraphClient, GraphClientBuilder};
use crate::cloud::Cloud;
use crate::etag::ETag;
use crate::retry::RetryPolicy;

/// The reaction on a connection.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// Reads a request and sends this; the connection stays open.
    Respond(&'static str),
    /// Reads a request, sends this, and closes the connection.
    Close(&'static str),
    /// Reads nothing and resets the connection.
    Reset,
}

#[derive(Default)]
pub(super) struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

/// Takes the steps in order, on any connection; then responds with a printer.
pub(super) async fn serve(steps: Vec<Step>) -> (GraphClientBuilder, Arc<Counts>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let counts = Arc::new(Counts::default());
    let counting = Arc::clone(&counts);
    let steps = Arc::new(std::sync::Mutex::new(steps.into_iter().collect::<std::collections::VecDeque<_>>()));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            counting.connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(connection(stream, Arc::clone(&steps), Arc::clone(&counting)));
        }
    });
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(5));
    (GraphClient::builder(cloud).token(TOKEN).retry(policy), counts)
}

async fn connection(
    mut stream: TcpStream,
    steps: Arc<std::sync::Mutex<std::collections::VecDeque<Step>>>,
    counts: Arc<Counts>,
) {
    let next = || steps.lock().unwrap().pop_front();
    loop {
        if matches!(steps.lock().unwrap().front(), Some(Step::Reset)) {
            next();
            stream.set_zero_linger().unwrap();
            return;
        }
        let mut byte = [0];
        if stream.peek(&mut byte).await.unwrap_or(0) == 0 {
            return;
        }
        read_request(&mut stream).await;
        counts.requests.fetch_add(1, Ordering::SeqCst);
        let text = match next() {
            Some(Step::Respond(text)) => text.to_owned(),
            Some(Step::Close(text)) => {
                let _ = stream.write_all(text.as_bytes()).await;
                return;
            }
            Some(Step::Reset) | None => {
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{PRINTER}", PRINTER.len())
            }
        };
        stream.write_all(text.as_bytes()).await.unwrap();
    }
}

const UNAVAILABLE: Step =
    Step::Respond("HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
const THROTTLED: Step = Step::Respond("HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");

fn counted(counts: &Counts) -> (usize, usize) {
    (counts.connections.load(Ordering::SeqCst), counts.requests.load(Ordering::SeqCst))
}

#[tokio::test]
async fn after_503_a_new_connection_is_opened() {
    let (client, counts) = serve(vec![UNAVAILABLE, UNAVAILABLE]).await;
    let client = client.build().unwrap();
    let _ = update(&client).await.unwrap();
    assert_eq!(counted(&counts), (3, 3), "a connection per attempt");
    let _ = update(&client).await.unwrap();
    assert_eq!(counted(&counts), (3, 4), "only the last connection is open");
}

#[tokio::test]
async fn after_429_the_connection_is_reused() {
    let (client, counts) = serve(vec![THROTTLED, THROTTLED]).await;
    let _ = update(&client.build().unwrap()).await.unwrap();
    assert_eq!(counted(&counts), (1, 3));
}

#[tokio::test]
async fn a_broken_connection_is_replaced() {
    for truncated in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\""] {
        let (client, counts) = serve(vec![Step::Close(truncated)]).await;
        let updated = update(&client.build().unwrap()).await.unwrap();
        assert_eq!(counted(&counts), (2, 2));
        assert_eq!(updated.info().unwrap().failed_attempts().len(), 1);

        let (client, counts) = serve(vec![Step::Close(truncated)]).await;
        let client = client.build().unwrap();
        let guarded = client.update(Printer::at("p1"), Printer::update().job_count(4)).if_match(ETag::any());
        let error = guarded.await.unwrap_err();
        assert_eq!(counted(&counts), (1, 1), "not retried");
        let text = error.to_string();
        assert!(text.contains("may or may not have been made"), "{text}");
    }
}

#[tokio::test]
async fn an_error_response_with_a_truncated_body_is_valid() {
    for (head, code) in [
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{\"error\"", 400),
        ("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 100\r\n\r\n{\"error\"", 500),
        ("HTTP/1.1 501 Not Implemented\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 501),
    ] {
        let (client, counts) = serve(vec![Step::Close(head)]).await;
        let error = update_error(&client.build().unwrap()).await;
        assert_eq!(error.status().unwrap().as_u16(), code, "{error}");
        assert_eq!(counted(&counts), (1, 1), "not retried");
    }
    let throttled = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 600\r\ncontent-length: 100\r\n\r\n{\"error\"";
    let (client, counts) = serve(vec![Step::Close(throttled)]).await;
    let client = client.build().unwrap();
    let guarded = client.update(Printer::at("p1"), Printer::update().job_count(4)).if_match(ETag::any());
    let error = guarded.await.unwrap_err();
    assert!(error.is_throttled() && error.retry_after() >= Some(Duration::from_secs(600)), "{error}");
    assert_eq!(counted(&counts), (1, 1), "not retried before");
}

#[tokio::test]
async fn a_reset_has_an_io_error_kind() {
    let (client, _) = serve(vec![Step::Reset, Step::Reset]).await;
    let error = update_error(
        &client.retry(RetryPolicy::default().max_attempts(2).initial_backoff(Duration::ZERO)).build().unwrap(),
    )
    .await;
    assert_eq!(error.failed_attempts().len(), 2, "{error:?}");
    assert!(error.io_error_kind().is_some(), "{error:?}");
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let policy = RetryPolicy::default().max_attempts(3).initial_backoff(Duration::from_millis(1));
    let client = GraphClient::builder(cloud).token(TOKEN).retry(policy).build().unwrap();
    let guarded = client.update(Printer::at("p1"), Printer::update().job_count(4)).if_match(ETag::any());
    let error = guarded.await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.failed_attempts().len(), 3);
    for attempt in error.failed_attempts() {
        assert_eq!(attempt.io_error_kind(), Some(std::io::ErrorKind::ConnectionRefused));
    }
    assert!(!error.to_string().contains("may or may not"), "{error}");
}

/// A server without TLS causes a TLS error, as a wrong certificate does.
#[tokio::test]
async fn a_tls_error_is_not_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counting.fetch_add(1, Ordering::SeqCst);
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let client = GraphClient::builder(cloud).token(TOKEN).retry(policy).build().unwrap();
    let error = update_error(&client).await;
    assert!(error.is_connect());
    assert_eq!((connections.load(Ordering::SeqCst), error.io_error_kind()), (1, Some(std::io::ErrorKind::InvalidData)));
    assert!(error.to_string().contains("could not establish a secure connection"), "{error}");
}
