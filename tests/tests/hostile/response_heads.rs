//! Response heads that are malformed, of an old version, or ambiguous.

use graph_core::{ETag, ErrorKind};

use crate::harness::{ID, VALUE, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, response};

/// Starts a peer that sends these bytes after a request, and closes the connection.
fn once(bytes: impl Into<Vec<u8>>) -> Peer {
    let bytes = bytes.into();
    Peer::start(move |mut connection, _| {
        let bytes = bytes.clone();
        async move {
            connection.request().await?;
            connection.send(&bytes).await
        }
    })
}

#[test]
fn bytes_that_are_not_http_are_not_a_response() {
    run(async {
        let length = PRINTER.len();
        for head in [
            "HTTP/0.9 200 OK\r\n\r\n",
            "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/3.7 200 OK\r\n\r\n",
            "HTTP/1.2 200 OK\r\n\r\n",
            "HTTP/11 200 OK\r\n\r\n",
            "http/1.1 200 OK\r\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "SSH-2.0-x\r\n",
            "220 mail ESMTP\r\n",
            "\r\n\r\n\r\n\r\n",
            "\0\0\0\0\0\0\0\0\0",
            "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 \r\n\r\n",
            "HTTP/1.1 2 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 099 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 -20 OK\r\n\r\n",
            "HTTP/1.1 2e2 OK\r\n\r\n",
            "HTTP/1.1 200\0OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx y: z\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n x: folded\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: y\r\n\tfolded\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0x10\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 1, 2\r\n\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n11111111111111111\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nxx\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET / HTTP/1.1\r\nhost: x\r\n\r\n",
            &format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\ncontent-length: 2\r\n\r\n{PRINTER}"),
            &format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: {length}\r\n\r\n{PRINTER}"),
        ] {
            let peer = once(head);
            let error = failure(client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            let kinds = [ErrorKind::Transport, ErrorKind::Service];
            assert!(kinds.contains(&error.kind()), "{head:?}: {error}");
            if error.kind() == ErrorKind::Service {
                // an unknown status is an error of the service, not a success
                assert!(error.status().is_some_and(|status| !status.is_success()), "{head:?}: {error}");
            }
            peer.closed().await;
            assert_eq!((peer.requests(), peer.connections()), (1, 1), "{head:?}");
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn unknown_statuses_outside_2xx_are_errors() {
    run(async {
        for status in ["300", "306", "399", "418 I'm a teapot", "499", "599", "600", "999"] {
            let peer = Peer::responding_with(response(status, "", PRINTER));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Service, "{error}");
            assert_eq!(error.status().map(|status| status.as_str().to_owned()), Some(status[..3].to_owned()));
        }
        for status in ["200", "201 Created", "202 \u{e9}", "203", "206 Partial Content", "299 \u{1F5A8}"] {
            let peer = Peer::responding_with(response(status, "", PRINTER));
            assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").job_count, 4, "{status}");
        }
        for status in ["204 No Content", "205 Reset Content"] {
            let peer = Peer::responding_with(format!(
                "HTTP/1.1 {status}\r\n{}\r\n",
                if status.starts_with("204") { "" } else { "content-length: 0\r\n" }
            ));
            assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Decode, "{status}");
        }
    });
}

#[test]
fn http_1_0_responses_are_decoded() {
    run(async {
        for head in [
            "HTTP/1.0 200 OK\r\n\r\n",
            "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n\r\n",
            "HTTP/1.0 200 OK\r\ncontent-length: 65\r\n\r\n",
        ] {
            let peer = once(format!("{head}{PRINTER}"));
            let client = client(&peer);
            for connections in 1..=2 {
                assert_eq!(client.get(Printer::at(ID)).await.expect("a printer").job_count, 4, "{head:?}");
                assert_eq!(
                    (peer.requests(), peer.connections()),
                    (connections, connections),
                    "connections are not reused"
                );
            }
            assert_token_in_header_only(&peer);
        }
        // The body ends with the connection, so that truncation shows in the JSON only.
        let peer = once(format!("HTTP/1.0 200 OK\r\n\r\n{}", &PRINTER[..40]));
        assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Decode);
        let peer = once(format!(
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{PRINTER}\r\n0\r\n\r\n",
            PRINTER.len()
        ));
        assert_eq!(
            failure(client(&peer).get(Printer::at(ID)).await).kind(),
            ErrorKind::Transport,
            "HTTP/1.0 has no chunked encoding"
        );
        let peer = once("HTTP/1.0 404 Not Found\r\n\r\n<html>");
        assert!(failure(client(&peer).get(Printer::at(ID)).await).is_not_found());
    });
}

#[test]
fn the_first_of_duplicate_headers_is_used() {
    run(async {
        let twice = |name: &str, values: [&str; 2]| values.map(|value| format!("{name}: {value}\r\n")).concat();
        let headers = [
            twice("etag", ["W/\"1\"", "W/\"2\""]),
            twice("request-id", ["first", "second"]),
            twice("client-request-id", ["00000000-0000-0000-0000-000000000001", "x"]),
            twice("date", ["Fri, 20 Nov 2026 10:00:00 GMT", "Sat, 21 Nov 2026 10:00:00 GMT"]),
            twice("content-type", ["application/json", "text/html"]),
            twice("deprecation", ["@1", "@2"]),
        ]
        .concat();
        let peer = Peer::responding_with(response("200 OK", &headers, PRINTER));
        let printer = client(&peer).get(Printer::at(ID)).await.expect("a printer");
        assert_eq!(printer.etag(), Some(&ETag::new("W/\"1\"").expect("an ETag")));
        assert_eq!(printer.info().request_id(), Some("first"));
        assert_ne!(printer.info().client_request_id().as_u128(), 1, "the id of the request, not that of the response");
        let peer = Peer::responding_with(response("404 Not Found", &headers, "{}"));
        assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).request_id(), Some("first"));

        // The same length twice is one length. A length is ignored if the body is chunked.
        let length = format!("content-length: {}\r\n", PRINTER.len());
        let peer = Peer::responding_with(response("200 OK", &length, PRINTER));
        assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").job_count, 4);
        for chunked in [
            "content-length: 3\r\ntransfer-encoding: chunked\r\n",
            "transfer-encoding: chunked\r\ncontent-length: 3\r\n",
        ] {
            let body = format!("HTTP/1.1 200 OK\r\n{chunked}\r\n{:x}\r\n{PRINTER}\r\n0\r\n\r\n", PRINTER.len());
            let peer = once(body);
            match client(&peer).get(Printer::at(ID)).await {
                Ok(printer) => assert_eq!(printer.job_count, 4),
                refused => assert_eq!(failure(refused).kind(), ErrorKind::Transport),
            }
        }
    });
}

#[test]
fn headers_may_contain_any_byte_that_http_allows() {
    run(async {
        let mut bytes = b"HTTP/1.1 200 \xff\xfe\r\netag: \"\xff\xfe\"\r\nrequest-id: \xc3\x28\r\ndate: \x80\r\nsunset: \xff\r\ncontent-type: \xff/\xff\r\nx-\x21: y\r\n".to_vec();
        bytes.extend(format!("content-length: {}\r\n\r\n{PRINTER}", PRINTER.len()).bytes());
        let peer = Peer::responding_with(bytes.clone());
        let printer = client(&peer).get(Printer::at(ID)).await.expect("a printer");
        assert_eq!((printer.etag(), printer.info().request_id(), printer.info().date()), (None, None, None));
        let error_response = [b"HTTP/1.1 500".as_slice(), &bytes[12..]].concat();
        let peer = Peer::responding_with(error_response);
        assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Service);
    });
}
