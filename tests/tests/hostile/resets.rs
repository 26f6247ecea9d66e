//! Connections that break, at every byte of an answer.

use std::time::Duration;

use graph_core::ErrorKind;
use graph_core::retry::RetryPolicy;
use tokio::task::yield_now;

use crate::peer::Peer;
use crate::watch::{ID, VALUE, assert_at_home, builder, client, failure, run};
use crate::{PRINTER, Printer, answer, ok};

/// Sends the first `end` bytes; then ends, or resets.
fn broken(answer: &[u8], end: usize, reset: bool) -> Peer {
    let part = answer[..end].to_vec();
    Peer::start(move |mut connection, _| {
        let part = part.clone();
        async move {
            connection.request().await?;
            connection.send(&part).await?;
            if !reset {
                return Ok(());
            }
            // so that now and then something of it is read before
            yield_now().await;
            connection.reset()
        }
    })
}

fn answers() -> [Vec<u8>; 3] {
    let (start, rest) = PRINTER.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{start}\r\n{:x}\r\n{rest}\r\n0\r\n\r\n",
        start.len(),
        rest.len()
    );
    let refused = r#"{"error":{"code":"NotFound","message":"There is no such printer."}}"#;
    [answer("200 OK", "etag: W/\"1\"\r\n", PRINTER), chunked.into_bytes(), answer("404 Not Found", "", refused)]
}

/// Where the body begins.
fn head_of(answer: &[u8]) -> usize {
    answer.windows(4).position(|part| part == b"\r\n\r\n").expect("a head") + 4
}

#[test]
fn an_answer_that_is_cut_anywhere_is_no_answer() {
    run(async {
        for answer in answers() {
            for end in 0..=answer.len() {
                let peer = broken(&answer, end, false);
                let outcome = client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await;
                let head = head_of(&answer);
                if end >= head && answer.starts_with(b"HTTP/1.1 404") {
                    // a refusal is one, even if its reasons are not all there
                    let error = failure(outcome);
                    assert!(error.is_not_found(), "{end}: {error}");
                    assert!(!error.to_string().contains("may or may not"), "{end}: {error}");
                } else if end < answer.len() {
                    let error = failure(outcome);
                    assert_eq!(error.kind(), ErrorKind::Transport, "{end}: {error}");
                    assert_eq!(error.status().is_some(), end >= head, "{end}: {error}");
                    assert!(error.to_string().contains("may or may not"), "{end}: {error}");
                } else {
                    assert!(outcome.is_ok());
                }
                assert_eq!((peer.requests(), peer.connections()), (1, 1));
                assert_at_home(&peer);
            }
        }
    });
}

#[test]
fn a_reset_anywhere_is_a_broken_connection() {
    run(async {
        for answer in answers() {
            for end in 0..=answer.len() {
                let peer = broken(&answer, end, true);
                match client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await {
                    Ok(_) => assert_eq!(end, answer.len()),
                    Err(error) if error.is_not_found() => assert!(end >= head_of(&answer)),
                    broken => {
                        let error = failure(broken);
                        assert_eq!(error.kind(), ErrorKind::Transport, "{end}: {error}");
                    }
                }
                assert_eq!((peer.requests(), peer.connections()), (1, 1));
                assert_at_home(&peer);
            }
        }
    });
}

/// What may be sent again is, and the answer is the whole one; what may not be is not.
#[test]
fn a_broken_answer_is_asked_for_again_where_that_does_no_harm() {
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
                let printer = client.get(Printer::at(ID)).await.expect("the second answer");
                assert_eq!((printer.job_count, printer.info().failed_attempts().len(), peer.requests()), (4, 1, 2));
                assert_eq!(printer.info().failed_attempts()[0].kind(), ErrorKind::Transport);

                // With a condition the second try of an update that was made would be refused.
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
fn a_connection_that_is_reset_before_the_request_is_one_that_broke() {
    run(async {
        let peer = Peer::start(|connection, _| async move { connection.reset() });
        for _ in 0..10 {
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert!([ErrorKind::Transport, ErrorKind::Connect].contains(&error.kind()), "{error}");
        }
        assert_eq!(peer.requests(), 0);
    });
}
