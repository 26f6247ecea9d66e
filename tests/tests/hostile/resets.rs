//! Connections that break after each byte of a response.

use std::time::Duration;

use graph_core::ErrorKind;
use graph_core::retry::RetryPolicy;
use tokio::task::yield_now;

use crate::harness::{ID, VALUE, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, ok, response};

/// Starts a peer that sends the first `end` bytes, and then closes or resets the connection.
fn truncating_peer(response: &[u8], end: usize, reset: bool) -> Peer {
    let part = response[..end].to_vec();
    Peer::start(move |mut connection, _| {
        let part = part.clone();
        async move {
            connection.request().await?;
            connection.send(&part).await?;
            if !reset {
                return Ok(());
            }
            // so that the client sometimes reads a part of it before the reset
            yield_now().await;
            connection.reset()
        }
    })
}

fn responses() -> [Vec<u8>; 3] {
    let (start, rest) = PRINTER.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{start}\r\n{:x}\r\n{rest}\r\n0\r\n\r\n",
        start.len(),
        rest.len()
    );
    let not_found = r#"{"error":{"code":"NotFound","message":"There is no such printer."}}"#;
    [response("200 OK", "etag: W/\"1\"\r\n", PRINTER), chunked.into_bytes(), response("404 Not Found", "", not_found)]
}

/// Returns the length of the head.
fn head_length(response: &[u8]) -> usize {
    response.windows(4).position(|part| part == b"\r\n\r\n").expect("a head") + 4
}

#[test]
fn a_response_truncated_at_any_byte_is_an_error() {
    run(async {
        for response in responses() {
            for end in 0..=response.len() {
                let peer = truncating_peer(&response, end, false);
                let outcome = client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await;
                let head = head_length(&response);
                if end >= head && response.starts_with(b"HTTP/1.1 404") {
                    // an error response is one, even if its body is truncated
                    let error = failure(outcome);
                    assert!(error.is_not_found(), "{end}: {error}");
                    assert!(!error.to_string().contains("may or may not"), "{end}: {error}");
                } else if end < response.len() {
                    let error = failure(outcome);
                    assert_eq!(error.kind(), ErrorKind::Transport, "{end}: {error}");
                    assert_eq!(error.status().is_some(), end >= head, "{end}: {error}");
                    assert!(error.to_string().contains("may or may not"), "{end}: {error}");
                } else {
                    assert!(outcome.is_ok());
                }
                assert_eq!((peer.requests(), peer.connections()), (1, 1));
                assert_token_in_header_only(&peer);
            }
        }
    });
}

#[test]
fn a_reset_at_any_byte_is_a_transport_error() {
    run(async {
        for response in responses() {
            for end in 0..=response.len() {
                let peer = truncating_peer(&response, end, true);
                match client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await {
                    Ok(_) => assert_eq!(end, response.len()),
                    Err(error) if error.is_not_found() => assert!(end >= head_length(&response)),
                    outcome => {
                        let error = failure(outcome);
                        assert_eq!(error.kind(), ErrorKind::Transport, "{end}: {error}");
                    }
                }
                assert_eq!((peer.requests(), peer.connections()), (1, 1));
                assert_token_in_header_only(&peer);
            }
        }
    });
}

/// A retryable request is retried and returns the complete response; another request fails.
#[test]
fn a_truncated_response_is_retried_if_the_request_is_retryable() {
    run(async {
        let whole = ok(PRINTER);
        for end in (0..whole.len()).step_by(7) {
            for reset in [false, true] {
                let (part, rest) = (whole[..end].to_vec(), whole.clone());
                let peer = Peer::start(move |mut connection, number| {
                    let (part, rest) = (part.clone(), rest.clone());
                    async move {
                        connection.request().await?;
                        if number % 2 == 1 {
                            connection.send(&rest).await?;
                            return connection.stall().await;
                        }
                        connection.send(&part).await?;
                        if reset { connection.reset() } else { Ok(()) }
                    }
                });
                let retry = || RetryPolicy::default().initial_backoff(Duration::ZERO);
                let client = builder(&peer).retry(retry()).build().expect("a client");
                let printer = client.get(Printer::at(ID)).await.expect("the second response");
                assert_eq!((printer.job_count, printer.info().failed_attempts().len(), peer.requests()), (4, 1, 2));
                assert_eq!(printer.info().failed_attempts()[0].kind(), ErrorKind::Transport);

                // With `If-Match`, the service would reject the retry of an update that it has made.
                let client = builder(&peer).retry(retry()).build().expect("a client");
                let etag = graph_core::ETag::any();
                let update = client.update(Printer::at(ID), Printer::update().job_count(VALUE)).if_match(etag);
                assert_eq!(failure(update.await).kind(), ErrorKind::Transport);
                assert_eq!(peer.requests(), 3);
            }
        }
    });
}

#[test]
fn a_reset_before_the_request_is_reported() {
    run(async {
        let peer = Peer::start(|connection, _| async move { connection.reset() });
        for _ in 0..10 {
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert!([ErrorKind::Transport, ErrorKind::Connect].contains(&error.kind()), "{error}");
        }
        assert_eq!(peer.requests(), 0);
    });
}
