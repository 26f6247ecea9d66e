//! Response heads that are larger than the limits, or have no end.

use std::time::Duration;

use graph_core::ErrorKind;

use crate::harness::{ID, VALUE, assert_memory_is_bounded, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::{IN_FLIGHT, Peer};
use crate::{PRINTER, Printer, response};

#[test]
fn too_many_or_too_large_headers_are_rejected() {
    run(async {
        let different = (0..10_000).map(|number| format!("x-{number}: y\r\n")).collect::<Vec<_>>().concat();
        let same = "set-cookie: a=b\r\n".repeat(10_000);
        let empty = "x:\r\n".repeat(10_000);
        let long = format!("x: {}\r\n", "y".repeat(1 << 20));
        let name = format!("{}: y\r\n", "x".repeat(1 << 20));
        for headers in [different, same, empty, long, name] {
            for status in ["200 OK", "500 Oh", "302 Found"] {
                let peer = Peer::responding_with(response(status, &headers, PRINTER));
                let error = failure(client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
                assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
                assert!(error.to_string().contains("may or may not have been made"), "{error}");
                peer.closed().await;
                assert_eq!((peer.requests(), peer.connections()), (1, 1));
                assert_token_in_header_only(&peer);
            }
        }
        assert_memory_is_bounded();
    });
}

#[test]
fn an_endless_head_is_read_up_to_a_limit() {
    run(async {
        for (start, piece) in [
            ("HTTP/1.1 200 OK\r\nx: ", "y"),
            ("HTTP/1.1 200 OK\r\nx", "y"),
            ("HTTP/1.1 200 OK\r\n", "x: y\r\n"),
            ("HTTP/1.1 200 ", "OK"),
            ("", "HTTP/1.1"),
            ("", " "),
            ("HTTP/1.1 200 OK\r\nx: y\r\n", " folded\r\n"),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;", "extension"),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1;extension=1234567890\r\nx\r\n"),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n", "trailer: y\r\n"),
        ] {
            let peer = Peer::start(move |mut connection, _| async move {
                connection.request().await?;
                connection.send(start.as_bytes()).await?;
                connection.send_forever(piece.repeat(64 * 1024 / piece.len()).as_bytes()).await
            });
            let client = builder(&peer).max_response_bytes(1 << 20).build().expect("a client");
            let error = failure(client.get(Printer::at(ID)).await);
            let expected = [ErrorKind::Transport, ErrorKind::TooLarge];
            assert!(expected.contains(&error.kind()), "{start:?} {piece:?}: {error}");
            peer.closed().await;
            assert!(peer.bytes_sent() < IN_FLIGHT, "{}", peer.bytes_sent());
        }
        assert_memory_is_bounded();
    });
}

/// The client discards interim responses and leading zeros of a chunk size, so that only the time limit ends them.
#[test]
fn discarded_data_ends_at_the_time_limit() {
    run(async {
        for (start, piece) in [
            ("", "HTTP/1.1 100 Continue\r\n\r\n"),
            ("", "HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n"),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "0"),
        ] {
            let peer = Peer::start(move |mut connection, _| async move {
                connection.request().await?;
                connection.send(start.as_bytes()).await?;
                connection.send_forever(piece.repeat(100).as_bytes()).await
            });
            let client = builder(&peer).attempt_timeout(Duration::from_millis(200)).build().expect("a client");
            assert_eq!(failure(client.get(Printer::at(ID)).await).kind(), ErrorKind::Timeout);
            peer.closed().await;
        }
        assert_memory_is_bounded();
    });
}

#[test]
fn data_before_the_request_is_not_a_response() {
    run(async {
        let peer = Peer::start(|mut connection, _| async move {
            connection.send_forever(crate::ok(&PRINTER.replace('4', "666")).repeat(100).as_slice()).await
        });
        let error = failure(client(&peer).get(Printer::at(ID)).await);
        assert!([ErrorKind::Transport, ErrorKind::Connect].contains(&error.kind()), "{error}");
        peer.closed().await;
        assert!(peer.bytes_sent() < IN_FLIGHT, "{}", peer.bytes_sent());
    });
}
