//! HTTP/2 frames that violate the protocol, or have no end.
//!
//! Source: [RFC 9113](https://www.rfc-editor.org/rfc/rfc9113).

use std::io;
use std::time::Duration;

use graph_core::{ErrorKind, GraphClient};

use crate::harness::{
    ID, TOKEN, VALUE, assert_memory_is_bounded, assert_token_in_header_only, builder, failure, leaked_part, run,
};
use crate::peer::{Connection, IN_FLIGHT, Peer};
use crate::tls::{CertificateAuthority, CertificateOptions};
use crate::{PRINTER, Printer};

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
const PUSH_PROMISE: u8 = 5;
pub(crate) const PING: u8 = 6;
pub(crate) const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

/// The indexes of `:status: 200` and `:status: 500` in the static table.
pub(crate) const OK: u8 = 0x88;
const INTERNAL_SERVER_ERROR: u8 = 0x8e;

pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a frame").to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Returns a literal header without indexing, with a name and a value of at most 255 bytes.
pub(crate) fn header(name: &str, value: &str) -> Vec<u8> {
    let short = |text: &str| u8::try_from(text.len()).expect("at most 255 bytes");
    [&[0, short(name)], name.as_bytes(), &[short(value)], value.as_bytes()].concat()
}

/// Reads the request on the first stream, up to its end.
async fn read_request(connection: &mut Connection) -> io::Result<()> {
    assert_eq!(connection.read_exact(24).await?, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    connection.send(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let head = connection.read_exact(9).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        connection.read_exact(usize::try_from(length).expect("a frame")).await?;
        match (head[3], head[4]) {
            (SETTINGS, 0) => connection.send(&frame(SETTINGS, 1, 0, &[])).await?,
            (HEADERS | DATA, flags) if flags & END_STREAM != 0 => {
                connection.count_request();
                return Ok(());
            }
            _ => {}
        }
    }
}

/// Starts a peer that reads one request, sends `start`, and then `piece` without end, or nothing more if `piece` is empty.
fn serving(authority: &CertificateAuthority, start: Vec<u8>, piece: Vec<u8>) -> Peer {
    Peer::start_tls(authority.server(&CertificateOptions::VALID, "h2"), move |mut connection, _| {
        let (start, piece) = (start.clone(), piece.clone());
        async move {
            read_request(&mut connection).await?;
            connection.send(&start).await?;
            if piece.is_empty() { connection.stall().await } else { connection.send_forever(&piece).await }
        }
    })
}

fn client(peer: &Peer, authority: &CertificateAuthority) -> GraphClient {
    let builder = builder(peer).root_certificate(authority.pem()).max_response_bytes(1 << 20);
    builder.attempt_timeout(Duration::from_millis(300)).build().expect("a client")
}

fn complete_response() -> Vec<u8> {
    [frame(HEADERS, END_HEADERS, 1, &[OK]), frame(DATA, END_STREAM, 1, PRINTER.as_bytes())].concat()
}

/// Reads a printer over HTTP/2, so that `rustls` and `h2` write logs.
pub(crate) async fn get_over_http2() {
    let authority = CertificateAuthority::new();
    let peer = serving(&authority, complete_response(), Vec::new());
    let client = builder(&peer).root_certificate(authority.der()).build().expect("a client");
    assert_eq!(client.get(Printer::at(ID)).await.expect("a printer").job_count, 4);
    let [wire, _] = peer.received();
    assert!(!wire.is_empty() && leaked_part(&String::from_utf8_lossy(&wire)).is_none());
    assert_eq!(peer.requests(), 1);
}

#[test]
fn invalid_frames_fail_the_request() {
    run(async {
        let authority = CertificateAuthority::new();
        let headers = |block: &[u8]| frame(HEADERS, END_HEADERS | END_STREAM, 1, block);
        let reset = |code: u8| frame(RST_STREAM, 0, 1, &[0, 0, 0, code]);
        let half = frame(HEADERS, END_HEADERS, 1, &[OK]);
        let many = (0..10_000).map(|number| header(&format!("x-{number}"), "y")).collect::<Vec<_>>().concat();
        let many = [&[OK], &*many].concat();
        let mut too_many = frame(HEADERS, 0, 1, &many[..16_000]);
        for chunk in many[16_000..].chunks(16_000) {
            too_many.extend(frame(CONTINUATION, 0, 1, chunk));
        }
        too_many.extend(frame(CONTINUATION, END_HEADERS | END_STREAM, 1, &[]));
        for (number, start) in [
            reset(0),
            reset(1),
            reset(2),
            reset(7),
            reset(8),
            reset(11),
            reset(0xff),
            [half.clone(), reset(2)].concat(),
            [half.clone(), frame(DATA, 0, 1, b"{\"id\""), reset(0)].concat(),
            [half.clone(), frame(DATA, 0, 1, b"{\"id\""), frame(GOAWAY, 0, 0, &[0, 0, 0, 0, 0, 0, 0, 2])].concat(),
            frame(GOAWAY, 0, 0, &[0; 8]),
            frame(GOAWAY, 0, 0, &[&[0, 0, 0, 0, 0, 0, 0, 11], TOKEN.as_bytes()].concat()),
            too_many,
            headers(&[]),
            headers(&header(":status", "2xx")),
            headers(&header(":status", "-20")),
            headers(&[&[OK], &*header(":status", "500")].concat()),
            headers(&[&[OK], &*header("X-Upper", "y")].concat()),
            headers(&[&[OK], &*header("connection", "close")].concat()),
            headers(&[&[OK], &*header("x", "a\r\nb: c")].concat()),
            headers(&[OK, 0xff, 0xff, 0xff, 0xff, 0xff]),
            headers(&[&[OK], &*header("content-length", "10")].concat()),
            frame(PUSH_PROMISE, END_HEADERS, 1, &[0, 0, 0, 2, OK]),
            frame(DATA, END_STREAM, 1, PRINTER.as_bytes()),
            frame(CONTINUATION, END_HEADERS, 1, &[OK]),
            frame(HEADERS, END_HEADERS | END_STREAM, 3, &[OK]),
            frame(HEADERS, END_HEADERS | END_STREAM, 0, &[OK]),
            frame(WINDOW_UPDATE, 0, 0, &[0, 0, 0, 0]),
            frame(SETTINGS, 0, 0, &[0]),
            frame(PING, 0, 0, &[0]),
            vec![0xff; 100],
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec(),
        ]
        .into_iter()
        .enumerate()
        {
            let peer = serving(&authority, start, Vec::new());
            let client = client(&peer, &authority);
            let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            // Without an end of the stream, the attempt times out. After a reset with NO_ERROR, the entity is incomplete.
            let kinds = [ErrorKind::Transport, ErrorKind::Timeout, ErrorKind::Decode];
            assert!(kinds.contains(&error.kind()), "{number}: {error}");
            assert_eq!(error.failed_attempts().len(), usize::from(error.kind() != ErrorKind::Decode));
            assert!(
                peer.requests() <= 2 && peer.connections() <= 2,
                "{number}: {} {}",
                peer.requests(),
                peer.connections()
            );
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn endless_frames_are_read_up_to_a_limit() {
    run(async {
        let authority = CertificateAuthority::new();
        let ok_head = frame(HEADERS, END_HEADERS, 1, &[OK]);
        let error_head = frame(HEADERS, END_HEADERS, 1, &[INTERNAL_SERVER_ERROR]);
        let data = frame(DATA, 0, 1, &[b'x'; 16_000]);
        for (number, (start, piece)) in [
            (ok_head.clone(), data.clone()),
            (error_head, data),
            (ok_head.clone(), frame(DATA, 0, 1, &[])),
            (ok_head.clone(), frame(DATA, 8, 1, &[&[255], &[0; 255][..]].concat())),
            (Vec::new(), frame(PING, 0, 0, &[0; 8])),
            (Vec::new(), frame(SETTINGS, 0, 0, &[])),
            (Vec::new(), frame(SETTINGS, 0, 0, &[0, 1, 0xff, 0xff, 0xff, 0xff].repeat(1_000))),
            (Vec::new(), frame(WINDOW_UPDATE, 0, 1, &[0, 0, 0, 1])),
            (Vec::new(), frame(0xee, 0, 1, &[0; 1_000])),
            (Vec::new(), frame(HEADERS, END_HEADERS, 1, &header(":status", "103"))),
            (frame(HEADERS, 0, 1, &[OK]), frame(CONTINUATION, 0, 1, &header("x", "y"))),
            (frame(HEADERS, 0, 1, &[OK]), frame(CONTINUATION, 0, 1, &[])),
            (ok_head, frame(HEADERS, END_HEADERS, 1, &header("trailer", "x"))),
        ]
        .into_iter()
        .enumerate()
        {
            let peer = serving(&authority, start, piece.repeat(1 + 16_000 / piece.len()));
            let error = failure(client(&peer, &authority).get(Printer::at(ID)).await);
            let kinds = [ErrorKind::Transport, ErrorKind::Timeout, ErrorKind::TooLarge, ErrorKind::Service];
            assert!(kinds.contains(&error.kind()), "{number}: {error}");
            if error.kind() != ErrorKind::Timeout {
                assert!(peer.bytes_sent() < IN_FLIGHT + (1 << 20), "{number}: {}", peer.bytes_sent());
            }
            assert_eq!(error.failed_attempts().len(), 1);
            assert_token_in_header_only(&peer);
        }
        assert_memory_is_bounded();
    });
}
