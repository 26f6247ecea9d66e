//! Compressed bodies, among them some that are small until they are decompressed.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use graph_core::ErrorKind;
use graph_core::retry::RetryPolicy;

use crate::harness::{ID, assert_memory_is_bounded, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::{IN_FLIGHT, Peer};
use crate::{PRINTER, Printer, response};

const GZIP: &str = "content-type: application/json\r\ncontent-encoding: gzip\r\n";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// Returns the start of a gzip stream, and a piece of about 1 KiB. Each copy of the piece decompresses to 1 MiB of zeros.
fn bomb() -> (Vec<u8>, Vec<u8>) {
    let zeros = vec![b'0'; 1 << 20];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&zeros).expect("memory");
    encoder.flush().expect("memory");
    let start = encoder.get_ref().len();
    // From here on, a piece refers back to the previous piece only, which is the same.
    encoder.write_all(&zeros).expect("memory");
    encoder.flush().expect("memory");
    let piece = encoder.get_ref()[start..].to_vec();
    (encoder.get_ref()[..start].to_vec(), piece)
}

#[test]
fn a_decompression_bomb_is_read_up_to_the_limit() {
    let (start, piece) = bomb();
    assert!(piece.len() < 2_000, "{}", piece.len());
    run(async {
        for (status, kind) in [("200 OK", ErrorKind::TooLarge), ("500 Oh", ErrorKind::Service)] {
            for limit in [Some(100_000), None] {
                // 4 GiB and then nothing more: the stream has no end
                let mut body = start.clone();
                body.extend(piece.repeat(4_095));
                let peer = Peer::start(move |mut connection, _| {
                    let body = body.clone();
                    async move {
                        connection.request().await?;
                        let head = format!("HTTP/1.1 {status}\r\n{GZIP}\r\n");
                        connection.send(head.as_bytes()).await?;
                        connection.send(&body).await?;
                        connection.stall().await
                    }
                });
                let mut builder = builder(&peer);
                if let Some(limit) = limit {
                    builder = builder.max_response_bytes(limit);
                }
                let error = failure(builder.build().expect("a client").get(Printer::at(ID)).await);
                assert_eq!(error.kind(), kind, "{error}");
                peer.closed().await;
                assert_token_in_header_only(&peer);
                assert_memory_is_bounded();
            }
        }
    });
}

#[test]
fn a_nested_decompression_bomb_is_not_decompressed() {
    run(async {
        let (start, piece) = bomb();
        let inner = [start, piece.repeat(100)].concat();
        for encoding in ["gzip, gzip", "gzip\r\ncontent-encoding: gzip", "br", "deflate", "identity", "x\u{e9}"] {
            let headers = format!("content-encoding: {encoding}\r\n");
            let peer = Peer::responding_with(response("200 OK", &headers, gzip(&inner)));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{encoding}: {error}");
        }
        assert_memory_is_bounded();
    });
}

#[test]
fn an_unsupported_encoding_is_named() {
    run(async {
        let whole = gzip(PRINTER.as_bytes());
        for (lines, body, named) in [
            ("content-encoding: br\r\n", &whole, "`br`"),
            ("content-encoding: zstd\r\n", &whole, "`zstd`"),
            ("content-encoding: gzip, gzip\r\n", &gzip(&whole), "`gzip, gzip`"),
            ("content-encoding: gzip\r\ncontent-encoding: gzip\r\n", &gzip(&whole), "`gzip, gzip`"),
            ("content-encoding: gzip\r\ncontent-encoding: br\r\n", &whole, "`gzip, br`"),
            ("content-encoding: \u{e9}\r\n", &whole, "`\u{e9}`"),
        ] {
            for status in ["200 OK", "400 Bad Request"] {
                let peer = Peer::responding_with(response(status, lines, body));
                let error = failure(client(&peer).get(Printer::at(ID)).await);
                let kind = if status == "200 OK" { ErrorKind::Decode } else { ErrorKind::Service };
                assert_eq!(error.kind(), kind, "{error}");
                assert!(error.to_string().contains("encod") && error.to_string().contains(named), "{lines}: {error}");
            }
        }
        // Names are case-insensitive, and `identity` means no encoding. A body that is plain JSON is read, whatever encoding the
        // header names.
        for (encoding, body) in [
            ("GZIP", &*whole),
            ("x-gzip", &*whole),
            (" , gzip,", &*whole),
            ("identity, gzip", &*whole),
            ("identity", PRINTER.as_bytes()),
            ("br", PRINTER.as_bytes()),
        ] {
            let peer = Peer::responding_with(response("200 OK", &format!("content-encoding: {encoding}\r\n"), body));
            assert_eq!(client(&peer).get(Printer::at(ID)).await.expect(encoding).job_count, 4, "{encoding}");
        }
        let error = format!("{{\"error\":{{\"code\":\"Oh\",\"message\":\"{}\"}}}}", "m".repeat(1_000));
        let peer = Peer::responding_with(response("400 Oh", GZIP, gzip(error.as_bytes())));
        assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).code(), Some("Oh"));
        // An empty body is not decompressed.
        let peer = Peer::responding_with(response("200 OK", GZIP, ""));
        let updated = client(&peer).update(Printer::at("p1"), Printer::update().job_count(4)).await;
        assert!(updated.expect("no content").entity().is_none());
    });
}

/// A gzip file consists of one or more members
/// ([RFC 1952, section 2.2](https://www.rfc-editor.org/rfc/rfc1952#section-2.2)).
#[test]
fn several_gzip_members_are_one_body() {
    run(async {
        for parts in [1, 2, 3, PRINTER.len()] {
            let size = PRINTER.len().div_ceil(parts);
            let members: Vec<_> = PRINTER.as_bytes().chunks(size).map(gzip).collect();
            // sent at once, and byte by byte
            let whole = response("200 OK", GZIP, members.concat());
            let peer = Peer::responding_with(whole.clone());
            assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").job_count, 4);
            let peer = Peer::start(move |mut connection, _| {
                let whole = whole.clone();
                async move {
                    connection.request().await?;
                    for byte in whole {
                        connection.send(&[byte]).await?;
                    }
                    connection.stall().await
                }
            });
            assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").job_count, 4);
        }
        // The limit applies to all members together.
        let members = gzip(&[b' '; 600]).repeat(2);
        let peer = Peer::responding_with(response("200 OK", GZIP, [members, gzip(PRINTER.as_bytes())].concat()));
        let limited = builder(&peer).max_response_bytes(1_200).build().expect("a client");
        assert_eq!(failure(limited.get(Printer::at(ID)).await).kind(), ErrorKind::TooLarge);
        let sufficient = builder(&peer).max_response_bytes(1_200 + PRINTER.len()).build().expect("a client");
        assert_eq!(sufficient.get(Printer::at(ID)).await.expect("a printer").job_count, 4);
        // Bytes after the last member are an error.
        for garbage in [&b"x"[..], b"\0\0\0", b"\x1f\x8b"] {
            let body = [&*gzip(PRINTER.as_bytes()), garbage].concat();
            let peer = Peer::responding_with(response("200 OK", GZIP, body));
            assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Decode, "{garbage:?}");
        }
    });
}

#[test]
fn a_body_that_cannot_be_decompressed_is_reported_and_not_retried() {
    run(async {
        let whole = gzip(PRINTER.as_bytes());
        let mut bodies =
            vec![PRINTER.as_bytes().to_vec(), vec![0x1f, 0x8b], vec![0x1f, 0x8b, 8, 0xff, 0, 0, 0, 0, 0, 0]];
        // with a wrong checksum, and truncated by the service itself
        let mut wrong = whole.clone();
        let checksum = wrong.len() - 8;
        wrong[checksum] ^= 1;
        bodies.push(wrong);
        bodies.extend((1..whole.len()).map(|end| whole[..end].to_vec()));
        for body in bodies {
            let peer = Peer::responding_with(response("200 OK", GZIP, &body));
            let client = builder(&peer).retry(RetryPolicy::default()).build().expect("a client");
            let error = failure(client.get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{body:?}: {error:?}");
            assert!(error.to_string().contains("decompressed"), "{error}");
            assert_eq!((peer.requests(), error.status().map(|status| status.as_u16())), (1, Some(200)));
        }
        let peer = Peer::responding_with(response("200 OK", GZIP, &whole));
        assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a response").job_count, 4);
        // A body shorter than its `content-length` is a broken connection.
        let truncated = Peer::start(move |mut connection, _| {
            let response = response("200 OK", GZIP, &whole);
            async move {
                connection.request().await?;
                connection.send(&response[..response.len() - 9]).await
            }
        });
        assert_eq!(failure(client(&truncated).get(Printer::at(ID)).await).kind(), ErrorKind::Transport);
        // An error response is an error of the service, whatever its body.
        let peer = Peer::responding_with(response("404 Not Found", GZIP, "no gzip"));
        let error = failure(client(&peer).get(Printer::at(ID)).await);
        assert_eq!((error.kind(), error.is_not_found()), (ErrorKind::Service, true), "{error}");
    });
}

/// Bytes that decompress to nothing: the name of the compressed file, and empty blocks.
#[test]
fn a_gzip_stream_without_data_ends_at_the_time_limit() {
    run(async {
        let file_name = (vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3], vec![b'n'; 64 << 10]);
        let empty_blocks = (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0, 0xff, 0xff].repeat(10_000));
        for (start, piece) in [file_name, empty_blocks] {
            let peer = Peer::start(move |mut connection, _| {
                let (start, piece) = (start.clone(), piece.clone());
                async move {
                    connection.request().await?;
                    connection.send(format!("HTTP/1.1 200 OK\r\n{GZIP}\r\n").as_bytes()).await?;
                    connection.send(&start).await?;
                    connection.send_forever(&piece).await
                }
            });
            let limit = Duration::from_millis(300);
            let client = builder(&peer).attempt_timeout(limit).build().expect("a client");
            let error = failure(client.get(Printer::at(ID)).await);
            // the decoder may reject a name that is too long
            assert!([ErrorKind::Timeout, ErrorKind::Decode].contains(&error.kind()), "{error}");
            peer.closed().await;
            assert_memory_is_bounded();
        }
    });
}

#[test]
fn the_limit_applies_to_the_decompressed_size() {
    run(async {
        let body = PRINTER.replace("p1", &"p".repeat(10_000));
        let peer = Peer::responding_with(response("200 OK", GZIP, gzip(body.as_bytes())));
        let client = builder(&peer).max_response_bytes(1_000).build().expect("a client");
        assert_eq!(failure(client.get(Printer::at(ID)).await).kind(), ErrorKind::TooLarge);
        assert!(peer.bytes_sent() < IN_FLIGHT);
    });
}
