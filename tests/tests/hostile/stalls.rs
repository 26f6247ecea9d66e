//! Responses that arrive slowly, or stop.

use std::time::Duration;

use graph_core::ErrorKind;
use graph_core::retry::RetryPolicy;
use tokio::task::yield_now;

use crate::harness::{ID, VALUE, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, ok};

/// Short enough for a test, and long enough to send a request most of the time. The tests also pass if none is sent.
const SHORT: Duration = Duration::from_millis(150);

#[test]
fn a_stalled_response_ends_at_the_time_limit() {
    run(async {
        for start in [
            "",
            "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\ncontent-length: 100",
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{\"id\":\"",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
            "HTTP/1.1 200 OK\r\n\r\n{\"id\":\"p1\"}",
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 100\r\n\r\n{\"error\":",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ] {
            let peer = Peer::start(move |mut connection, _| async move {
                connection.request().await?;
                connection.send(start.as_bytes()).await?;
                connection.stall().await
            });
            let client = builder(&peer).attempt_timeout(SHORT).build().expect("a client");
            let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            if start.starts_with("HTTP/1.1 500") {
                // an error response is one, even if its body does not arrive
                assert_eq!(error.status().map(|status| status.as_u16()), Some(500), "{error}");
                assert!(error.is_server_error(), "{error}");
            } else {
                assert_eq!(error.kind(), ErrorKind::Timeout, "{start:?}: {error}");
                assert!(error.to_string().contains("within 150 ms"), "{error}");
            }
            assert_eq!(error.failed_attempts().len(), 1);
            // the connection is not reused
            peer.closed().await;
            assert!(peer.requests() <= 1);
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn each_attempt_has_its_own_time_limit_and_attempts_are_limited() {
    run(async {
        let peer = Peer::start(|mut connection, _| async move { connection.stall().await });
        let retry = RetryPolicy::default().max_attempts(3).initial_backoff(Duration::ZERO);
        let client = builder(&peer).attempt_timeout(SHORT).retry(retry).build().expect("a client");
        let error = failure(client.get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert_eq!(error.failed_attempts().len(), 3);
        peer.closed().await;
        assert!(peer.connections() <= 3);
    });
}

#[test]
fn a_response_in_single_bytes_is_read() {
    run(async {
        let chunked = PRINTER.chars().map(|character| format!("1\r\n{character}\r\n")).collect::<Vec<_>>().concat();
        let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunked}0\r\n\r\n").into_bytes();
        for response in [ok(PRINTER), chunked] {
            let peer = Peer::start(move |mut connection, _| {
                let response = response.clone();
                async move {
                    connection.request().await?;
                    for byte in response {
                        connection.send(&[byte]).await?;
                        yield_now().await;
                    }
                    connection.stall().await
                }
            });
            let printer = client(&peer).get(Printer::at(ID)).await.expect("a response");
            assert_eq!(printer.job_count, 4);
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn slow_bytes_do_not_renew_the_time_limit() {
    run(async {
        for start in [
            "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\nx: y",
            "HTTP/1.1 200 OK\r\ncontent-length: 10000000\r\n\r\n",
            "HTTP/1.1 500 Oh\r\ncontent-length: 10000000\r\n\r\n",
        ] {
            let peer = Peer::start(move |mut connection, _| async move {
                connection.request().await?;
                connection.send(start.as_bytes()).await?;
                loop {
                    connection.send(b" ").await?;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            });
            let client = builder(&peer).attempt_timeout(SHORT).build().expect("a client");
            let error = failure(client.get(Printer::at(ID)).await);
            let is_error = start.starts_with("HTTP/1.1 500");
            assert_eq!(error.kind(), if is_error { ErrorKind::Service } else { ErrorKind::Timeout }, "{error}");
            peer.closed().await;
        }
    });
}
