//! Requests that the service says it did not process: they are retried whatever they are, an update with `If-Match` included.
//!
//! Source: [RFC 9113, sections 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) and
//! [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).

use std::time::Duration;

use graph_core::response::Updated;
use graph_core::retry::RetryPolicy;
use graph_core::{ETag, Error, ErrorKind, GraphClient};

use crate::Printer;
use crate::frames::{END_HEADERS, HEADERS, OK, frame};
use crate::multiplexed::{Arrival, Pings, Reply, goaway, multiplexed, printer, reset};
use crate::peer::Peer;
use crate::tls::Authority;
use crate::watch::{ID, VALUE, assert_at_home, builder, failure, run};

const NO_ERROR: u8 = 0;
const INTERNAL_ERROR: u8 = 2;
const REFUSED_STREAM: u8 = 7;
const CANCEL: u8 = 8;
const ENHANCE_YOUR_CALM: u8 = 11;

/// A server that does this about the first request, and answers the others.
fn first(authority: &Authority, reply: fn(u32) -> Reply) -> Peer {
    multiplexed(authority, Pings::Answered, move |Arrival { connection, request, stream }| {
        match (connection, request) {
            (0, 0) => reply(stream),
            _ => Reply::Send(printer(stream)),
        }
    })
}

fn client(peer: &Peer, authority: &Authority) -> GraphClient {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    builder(peer).root_certificate(authority.pem()).retry(retry).build().expect("a client")
}

async fn guarded(client: &GraphClient) -> Result<Updated<Printer>, Error> {
    let etag = ETag::new("W/\"1\"").expect("an ETag");
    client.update(Printer::at(ID), Printer::update().job_count(VALUE)).if_match(etag).await
}

#[test]
fn a_refused_stream_is_sent_again_over_the_same_connection() {
    run(async {
        let authority = Authority::new();
        let peer = first(&authority, |stream| Reply::Send(reset(stream, REFUSED_STREAM)));
        let updated = guarded(&client(&peer, &authority)).await.expect("an answer");
        assert_eq!(updated.info().expect("a response").failed_attempts().len(), 1);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 2));
        assert_at_home(&peer);
    });
}

#[test]
fn a_stream_above_the_last_of_a_goaway_is_sent_again() {
    run(async {
        let authority = Authority::new();
        for reply in [
            (|_| Reply::Send(goaway(0, NO_ERROR))) as fn(u32) -> Reply,
            |_| Reply::Close(goaway(0, NO_ERROR)),
            |_| Reply::Send(goaway(0, ENHANCE_YOUR_CALM)),
            |_| Reply::Close(goaway(0, INTERNAL_ERROR)),
            |stream| Reply::Close([goaway(stream, NO_ERROR), goaway(0, NO_ERROR)].concat()),
        ] {
            let peer = first(&authority, reply);
            let updated = guarded(&client(&peer, &authority)).await.expect("an answer");
            assert_eq!(updated.info().expect("a response").failed_attempts().len(), 1);
            assert_eq!((peer.handshakes(), peer.requests()), (2, 2));
            assert_at_home(&peer);
        }
    });
}

#[test]
fn a_stream_that_may_have_been_processed_is_not_sent_again() {
    run(async {
        let authority = Authority::new();
        for reply in [
            (|stream| Reply::Send(reset(stream, CANCEL))) as fn(u32) -> Reply,
            |stream| Reply::Send(reset(stream, INTERNAL_ERROR)),
            |stream| Reply::Close(goaway(stream, NO_ERROR)),
            |stream| Reply::Close(goaway(stream, INTERNAL_ERROR)),
            |_| Reply::Close(Vec::new()),
            // after the beginning of an answer it is not true
            |stream| Reply::Send([frame(HEADERS, END_HEADERS, stream, &[OK]), reset(stream, REFUSED_STREAM)].concat()),
            |stream| Reply::Close([frame(HEADERS, END_HEADERS, stream, &[OK]), goaway(0, INTERNAL_ERROR)].concat()),
        ] {
            let peer = first(&authority, reply);
            let error = failure(guarded(&client(&peer, &authority)).await);
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            assert_eq!((peer.handshakes(), peer.requests()), (1, 1), "{error}");
            let text = error.to_string();
            assert!(text.contains("may or may not have been made") || text.contains("200 OK"), "{text}");
            assert_at_home(&peer);
        }
    });
}

#[test]
fn a_refused_stream_says_that_nothing_was_done() {
    run(async {
        let authority = Authority::new();
        let peer =
            multiplexed(&authority, Pings::Answered, |arrival| Reply::Send(reset(arrival.stream, REFUSED_STREAM)));
        let error = failure(guarded(&client(&peer, &authority)).await);
        assert_eq!((error.kind(), error.failed_attempts().len(), peer.requests()), (ErrorKind::Transport, 5, 5));
        let text = error.to_string();
        assert!(text.contains("did not process") && !text.contains("may or may not"), "{text}");
    });
}
