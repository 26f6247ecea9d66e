//! Response bodies that are larger than the limit, or have no end.

use graph_core::ErrorKind;

use crate::harness::{ID, VALUE, assert_memory_is_bounded, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::{IN_FLIGHT, Peer};
use crate::{PRINTER, Printer, ok, response};

const GIB: u64 = 1 << 30;

/// Headers before a body without end.
const ENDLESS: [&str; 3] = ["content-length: 1099511627776\r\n", "transfer-encoding: chunked\r\n", ""];

/// Starts a peer that sends the head, and then 64 KiB of the body repeatedly.
fn endless(status: &'static str, header: &'static str) -> Peer {
    Peer::start(move |mut connection, _| async move {
        connection.request().await?;
        connection.send(format!("HTTP/1.1 {status}\r\n{header}\r\n").as_bytes()).await?;
        let body = "x".repeat(64 << 10);
        if header.starts_with("transfer") {
            connection.send_forever(format!("10000\r\n{body}\r\n").as_bytes()).await
        } else {
            connection.send_forever(body.as_bytes()).await
        }
    })
}

#[test]
fn an_endless_response_is_read_up_to_the_limit() {
    run(async {
        for header in ENDLESS {
            for limit in [1_000, 1_000_000] {
                let peer = endless("200 OK", header);
                let client = builder(&peer).max_response_bytes(limit).build().expect("a client");
                let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
                assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
                assert!(error.to_string().contains(&format!("larger than {limit} bytes")), "{error}");
                assert!(error.to_string().contains("the update may or may not have been made"), "{error}");
                peer.closed().await;
                assert!(peer.bytes_sent() < limit as u64 + IN_FLIGHT, "{}", peer.bytes_sent());
                assert_eq!(peer.requests(), 1, "a retry would receive the same body");
                assert_token_in_header_only(&peer);
            }
        }
    });
}

#[test]
fn a_limit_applies_by_default() {
    run(async {
        let peer = endless("200 OK", "transfer-encoding: chunked\r\n");
        let error = failure(client(&peer).get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
        peer.closed().await;
        assert!(peer.bytes_sent() < (64 << 20) + IN_FLIGHT, "{}", peer.bytes_sent());
        assert_memory_is_bounded();
    });
}

#[test]
fn a_response_as_large_as_the_limit_is_accepted() {
    run(async {
        let peer = Peer::responding_with(ok(PRINTER));
        let client = builder(&peer).max_response_bytes(PRINTER.len()).build().expect("a client");
        assert_eq!(client.get(Printer::at(ID)).await.expect("it fits").job_count, 4);
        let client = builder(&peer).max_response_bytes(PRINTER.len() - 1).build().expect("a client");
        assert_eq!(failure(client.get(Printer::at(ID)).await).kind(), ErrorKind::TooLarge);
    });
}

#[test]
fn only_the_beginning_of_an_error_response_is_read() {
    run(async {
        for (status, start) in [
            ("500 Internal Server Error", ""),
            ("400 Bad Request", r#"{"error":{"code":"BadRequest","message":""#),
            ("404 Not Found", "<html>"),
            ("304 Not Modified", ""),
        ] {
            let peer = Peer::start(move |mut connection, _| async move {
                connection.request().await?;
                let head = format!("HTTP/1.1 {status}\r\ncontent-length: {GIB}\r\n\r\n{start}");
                connection.send(head.as_bytes()).await?;
                connection.send_many(GIB).await?;
                connection.stall().await
            });
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Service, "{error}");
            assert_eq!(error.status().map(|status| status.as_u16().to_string()), Some(status[..3].to_owned()));
            if status.starts_with("400") {
                assert_eq!(error.code(), Some("BadRequest"), "the bytes that arrived are parsed: {error}");
            }
            if !status.starts_with("304") {
                assert!(error.to_string().contains("only the beginning of the response body was read"), "{error}");
            }
            peer.closed().await;
            assert!(peer.bytes_sent() < IN_FLIGHT, "{}", peer.bytes_sent());
            assert_token_in_header_only(&peer);
        }
        for header in ENDLESS {
            let peer = endless("503 Service Unavailable", header);
            assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Service);
            peer.closed().await;
            assert!(peer.bytes_sent() < IN_FLIGHT, "{}", peer.bytes_sent());
        }
        assert_memory_is_bounded();
    });
}

/// Bytes after a response belong neither to it nor to the next response.
#[test]
fn bytes_after_a_response_are_discarded() {
    run(async {
        let other = PRINTER.replace("4}", "666}");
        let no_content = "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n".to_owned() + &other;
        for first in
            [[ok(PRINTER), ok(&other)].concat(), response("200 OK", "", [PRINTER, " "].concat()), no_content.into()]
        {
            let response_is_empty = first.starts_with(b"HTTP/1.1 204");
            let peer = Peer::start(move |mut connection, number| {
                let first = first.clone();
                async move {
                    let responses = if number == 0 { first } else { ok(PRINTER) };
                    while connection.request().await?.is_some() {
                        connection.send(&responses).await?;
                    }
                    Ok(())
                }
            });
            let client = client(&peer);
            let update = || client.update(Printer::at("p1"), Printer::update().job_count(4));
            let updated = update().await.expect("a response");
            assert_eq!(updated.entity().is_none(), response_is_empty);
            for _ in 0..2 {
                // Surplus bytes may break the request that was about to use the connection, but are never its response.
                match update().await {
                    Ok(updated) => {
                        assert!(updated.entity().is_none_or(|printer| printer.job_count == 4), "{updated:?}");
                    }
                    Err(error) => assert_eq!(error.kind(), ErrorKind::Transport, "{error}"),
                }
            }
        }
    });
}
