//! An HTTP/2 server that accepts many requests on one connection and responds to each with a script.

use std::io;

use crate::PRINTER;
use crate::frames::{DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, OK, PING, RST_STREAM, SETTINGS, frame, header};
use crate::peer::{Connection, Peer};
use crate::tls::{CertificateAuthority, CertificateOptions};

const ACK: u8 = 1;

/// A request that was received completely.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// The number of its connection, from 0.
    pub(crate) connection: usize,
    /// The number of the request on its connection, from 0.
    pub(crate) request: usize,
    /// The id of its stream.
    pub(crate) stream: u32,
}

/// The server's reaction to a request.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Sends these frames. Without frames, the request gets no response.
    Send(Vec<u8>),
    /// Sends these frames and closes the connection.
    Close(Vec<u8>),
}

/// Whether the server acknowledges PING frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pings {
    Acknowledged,
    Ignored,
}

/// Starts a server that calls `script` for each request.
pub(crate) fn multiplexed(
    authority: &CertificateAuthority,
    pings: Pings,
    script: impl Fn(Arrival) -> Reply + Clone + Send + Sync + 'static,
) -> Peer {
    Peer::start_tls(authority.server(&CertificateOptions::VALID, "h2"), move |connection, number| {
        serve(connection, number, pings, script.clone())
    })
}

async fn serve(
    mut connection: Connection,
    number: usize,
    pings: Pings,
    script: impl Fn(Arrival) -> Reply,
) -> io::Result<()> {
    assert_eq!(connection.read_exact(24).await?, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    connection.send(&frame(SETTINGS, 0, 0, &[])).await?;
    let mut request = 0;
    loop {
        let head = connection.read_exact(9).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let payload = connection.read_exact(usize::try_from(length).expect("a frame")).await?;
        match (head[3], head[4]) {
            (SETTINGS, 0) => connection.send(&frame(SETTINGS, ACK, 0, &[])).await?,
            (PING, 0) => {
                connection.count_ping();
                if pings == Pings::Acknowledged {
                    connection.send(&frame(PING, ACK, 0, &payload)).await?;
                }
            }
            (HEADERS | DATA, flags) if flags & END_STREAM != 0 => {
                connection.count_request();
                match script(Arrival { connection: number, request, stream }) {
                    Reply::Send(frames) => connection.send(&frames).await?,
                    Reply::Close(frames) => return connection.send(&frames).await,
                }
                request += 1;
            }
            _ => {}
        }
    }
}

/// The frames of a response with a printer.
pub(crate) fn printer(stream: u32) -> Vec<u8> {
    [frame(HEADERS, END_HEADERS, stream, &[OK]), frame(DATA, END_STREAM, stream, PRINTER.as_bytes())].concat()
}

/// The frames of a response with status 503 and `retry-after: 0`.
pub(crate) fn unavailable(stream: u32) -> Vec<u8> {
    let headers = [header(":status", "503"), header("retry-after", "0")].concat();
    frame(HEADERS, END_HEADERS | END_STREAM, stream, &headers)
}

/// A frame that ends a stream without a response.
pub(crate) fn reset(stream: u32, code: u8) -> Vec<u8> {
    frame(RST_STREAM, 0, stream, &[0, 0, 0, code])
}

/// A frame that closes the connection; streams with an id above `last` were not processed.
pub(crate) fn goaway(last: u32, code: u8) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[&last.to_be_bytes()[..], &[0, 0, 0, code]].concat())
}
