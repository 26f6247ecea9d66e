//! Requests that the service reports as not processed. They are retried even if they are not retryable, as an
//! update with `If-Match`.
//!
//! Source: [RFC 9113, sections 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) and
//! [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).

use std::time::Duration;

use graph_core::response::Updated;
use graph_core::retry::RetryPolicy;
use graph_core::{ETag, Error, ErrorKind, GraphClient};

use crate::Printer;
use crate::frames::{END_HEADERS, HEADERS, OK, frame};
use crate::harness::{ID, VALUE, assert_token_in_header_only, builder, failure, run};
use crate::http2_server::{Arrival, Pings, Reply, goaway, multiplexed, printer, reset};
use crate::peer::Peer;
use crate::tls::CertificateAuthority;

const NO_ERROR: u8 = 0;
const INTERNAL_ERROR: u8 = 2;
const REFUSED_STREAM: u8 = 7;
const CANCEL: u8 = 8;
const ENHANCE_YOUR_CALM: u8 = 11;

/// Starts a server that reacts to the first request with `reply`, and responds to the others with a printer.
fn first_request(authority: &CertificateAuthority, reply: fn(u32) -> Reply) -> Peer {
    multiplexed(authority, Pings::Acknowledged, move |Arrival { connection, request, stream }| {
        match (connection, request) {
            (0, 0) => reply(stream),
            _ => Reply::Send(printer(stream)),
        }
    })
}

fn client(peer: &Peer, authority: &CertificateAuthority) -> GraphClient {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    builder(peer).root_certificate(authority.pem()).retry(retry).build().expect("a client")
}

async fn conditional_update(client: &GraphClient) -> Result<Updated<Printer>, Error> {
    let etag = ETag::new("W/\"1\"").expect("an ETag");
    client.update(Printer::at(ID), Printer::update().job_count(VALUE)).if_match(etag).await
}

#[test]
fn a_refused_stream_is_retried_over_the_same_connection() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer = first_request(&authority, |stream| Reply::Send(reset(stream, REFUSED_STREAM)));
        let updated = conditional_update(&client(&peer, &authority)).await.expect("a response");
        assert_eq!(updated.info().expect("a response").failed_attempts().len(), 1);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 2));
        assert_token_in_header_only(&peer);
    });
}

#[test]
fn a_stream_above_the_last_id_of_a_goaway_is_retried() {
    run(async {
        let authority = CertificateAuthority::new();
        for reply in [
            (|_| Reply::Send(goaway(0, NO_ERROR))) as fn(u32) -> Reply,
            |_| Reply::Close(goaway(0, NO_ERROR)),
            |_| Reply::Send(goaway(0, ENHANCE_YOUR_CALM)),
            |_| Reply::Close(goaway(0, INTERNAL_ERROR)),
            |stream| Reply::Close([goaway(stream, NO_ERROR), goaway(0, NO_ERROR)].concat()),
        ] {
            let peer = first_request(&authority, reply);
            let updated = conditional_update(&client(&peer, &authority)).await.expect("a response");
            assert_eq!(updated.info().expect("a response").failed_attempts().len(), 1);
            assert_eq!((peer.handshakes(), peer.requests()), (2, 2));
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn a_stream_that_may_have_been_processed_is_not_retried() {
    run(async {
        let authority = CertificateAuthority::new();
        for reply in [
            (|stream| Reply::Send(reset(stream, CANCEL))) as fn(u32) -> Reply,
            |stream| Reply::Send(reset(stream, INTERNAL_ERROR)),
            |stream| Reply::Close(goaway(stream, NO_ERROR)),
            |stream| Reply::Close(goaway(stream, INTERNAL_ERROR)),
            |_| Reply::Close(Vec::new()),
            // the claim is false after the beginning of a response
            |stream| Reply::Send([frame(HEADERS, END_HEADERS, stream, &[OK]), reset(stream, REFUSED_STREAM)].concat()),
            |stream| Reply::Close([frame(HEADERS, END_HEADERS, stream, &[OK]), goaway(0, INTERNAL_ERROR)].concat()),
        ] {
            let peer = first_request(&authority, reply);
            let error = failure(conditional_update(&client(&peer, &authority)).await);
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            assert_eq!((peer.handshakes(), peer.requests()), (1, 1), "{error}");
            let text = error.to_string();
            assert!(text.contains("may or may not have been made") || text.contains("200 OK"), "{text}");
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn the_error_of_a_refused_stream_states_that_it_was_not_processed() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer =
            multiplexed(&authority, Pings::Acknowledged, |arrival| Reply::Send(reset(arrival.stream, REFUSED_STREAM)));
        let error = failure(conditional_update(&client(&peer, &authority)).await);
        assert_eq!((error.kind(), error.failed_attempts().len(), peer.requests()), (ErrorKind::Transport, 5, 5));
        let text = error.to_string();
        assert!(text.contains("did not process") && !text.contains("may or may not"), "{text}");
    });
}
