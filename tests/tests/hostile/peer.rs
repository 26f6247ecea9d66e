//! The server side of a socket: a listener that runs a script on each connection and records what it receives.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

use graph_core::Cloud;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::recording::{Recording, RecordingSocket};

/// More bytes than the operating system buffers for one connection, on both sides together.
pub(crate) const IN_FLIGHT: u64 = 64 << 20;

#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) connections: AtomicUsize,
    pub(crate) handshakes: AtomicUsize,
    pub(crate) requests: AtomicUsize,
    pings: AtomicUsize,
    pub(crate) bytes_sent: AtomicU64,
    open: AtomicUsize,
    closed: Notify,
}

/// A listener on loopback.
pub(crate) struct Peer {
    authority: String,
    scheme: &'static str,
    counts: Arc<Counts>,
    /// The received bytes as they were on the wire, and after decryption. They are the same without TLS.
    wire: Recording,
    clear: Recording,
}

impl Peer {
    /// Starts a peer that calls `script` once per connection, with the number of the connection from 0.
    pub(crate) fn start<F>(script: impl Fn(Connection, usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::listen(None, script)
    }

    /// Starts a peer like [`Self::start`], with TLS and the host name `localhost`.
    pub(crate) fn start_tls<F>(
        tls: TlsAcceptor,
        script: impl Fn(Connection, usize) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::listen(Some(tls), script)
    }

    /// Starts a peer that sends `response` for each request, until the client closes the connection.
    pub(crate) fn responding_with(response: impl Into<Vec<u8>>) -> Self {
        let response = Arc::new(response.into());
        Self::start(move |mut connection, _| {
            let response = Arc::clone(&response);
            async move {
                while connection.request().await?.is_some() {
                    connection.send(&response).await?;
                }
                Ok(())
            }
        })
    }

    /// Starts a peer that responds with a printer.
    pub(crate) fn serving_printer() -> Self {
        Self::responding_with(crate::ok(crate::PRINTER))
    }

    fn listen<F>(tls: Option<TlsAcceptor>, script: impl Fn(Connection, usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = bind().expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let (scheme, host) = if tls.is_some() { ("https", "localhost") } else { ("http", "127.0.0.1") };
        let peer = Self {
            authority: format!("{host}:{port}"),
            scheme,
            counts: Arc::default(),
            wire: Recording::default(),
            clear: Recording::default(),
        };
        let (counts, wire, clear) = (Arc::clone(&peer.counts), peer.wire.clone(), peer.clear.clone());
        let script = Arc::new(script);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("a connection");
                let number = counts.connections.fetch_add(1, SeqCst);
                counts.open.fetch_add(1, SeqCst);
                let (counts, script, tls) = (Arc::clone(&counts), Arc::clone(&script), tls.clone());
                let (socket, clear) = (RecordingSocket { socket, wire: wire.clone() }, clear.clone());
                tokio::spawn(async move {
                    let open = OpenConnection(counts);
                    let stream = match tls {
                        None => Stream::Plain(socket),
                        Some(tls) => match tls.accept(socket).await {
                            Ok(stream) => Stream::Tls(Box::new(stream)),
                            Err(_) => return,
                        },
                    };
                    open.0.handshakes.fetch_add(1, SeqCst);
                    let connection = Connection { stream, read: Vec::new(), counts: Arc::clone(&open.0), clear };
                    // An error means that the client closed the connection. The tests check that in other ways.
                    let _ = script(connection, number).await;
                });
            }
        });
        peer
    }

    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    pub(crate) fn port(&self) -> &str {
        self.authority.rsplit(':').next().expect("a port")
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    pub(crate) fn cloud(&self) -> Cloud {
        Cloud::custom(&self.url()).expect("a loopback endpoint")
    }

    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(SeqCst)
    }

    pub(crate) fn handshakes(&self) -> usize {
        self.counts.handshakes.load(SeqCst)
    }

    pub(crate) fn requests(&self) -> usize {
        self.counts.requests.load(SeqCst)
    }

    /// Returns the number of PING frames that the peer received.
    pub(crate) fn pings(&self) -> usize {
        self.counts.pings.load(SeqCst)
    }

    /// Returns the number of bytes that the peer could send.
    pub(crate) fn bytes_sent(&self) -> u64 {
        self.counts.bytes_sent.load(SeqCst)
    }

    /// Returns everything that the peer received: the bytes on the wire, and the bytes after decryption.
    pub(crate) fn received(&self) -> [Vec<u8>; 2] {
        [self.wire.bytes(), self.clear.bytes()]
    }

    /// Returns what the peer received, after decryption, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.clear.bytes()).into_owned()
    }

    /// Waits until all connections are closed.
    pub(crate) async fn closed(&self) {
        loop {
            let closed = self.counts.closed.notified();
            if self.counts.open.load(SeqCst) == 0 {
                return;
            }
            closed.await;
        }
    }
}

/// Binds a listener with a small send buffer, so that the peer can send little more than the client reads.
fn bind() -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_send_buffer_size(64 << 10)?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    socket.listen(128)
}

struct OpenConnection(Arc<Counts>);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, SeqCst);
        self.0.closed.notify_waiters();
    }
}

enum Stream {
    Plain(RecordingSocket),
    Tls(Box<TlsStream<RecordingSocket>>),
}

/// The peer's side of one connection.
pub(crate) struct Connection {
    stream: Stream,
    read: Vec<u8>,
    counts: Arc<Counts>,
    clear: Recording,
}

impl Connection {
    /// Reads a complete request. Returns `None` at the end of the connection.
    pub(crate) async fn request(&mut self) -> io::Result<Option<String>> {
        loop {
            let read = String::from_utf8_lossy(&self.read).into_owned();
            if let Some((head, body)) = read.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                if body.len() >= length.unwrap_or(0) {
                    self.read.clear();
                    self.count_request();
                    return Ok(Some(read));
                }
            }
            if self.receive().await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Counts a request of a protocol that the script parses itself.
    pub(crate) fn count_request(&self) {
        self.counts.requests.fetch_add(1, SeqCst);
    }

    /// Counts a PING frame.
    pub(crate) fn count_ping(&self) {
        self.counts.pings.fetch_add(1, SeqCst);
    }

    /// Reads at least one byte, and returns the count: 0 at the end of the connection.
    async fn receive(&mut self) -> io::Result<usize> {
        let before = self.read.len();
        let count = match &mut self.stream {
            Stream::Plain(stream) => stream.read_buf(&mut self.read).await?,
            Stream::Tls(stream) => stream.read_buf(&mut self.read).await?,
        };
        self.clear.push(&self.read[before..]);
        Ok(count)
    }

    /// Reads exactly `count` bytes.
    pub(crate) async fn read_exact(&mut self, count: usize) -> io::Result<Vec<u8>> {
        while self.read.len() < count {
            if self.receive().await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let rest = self.read.split_off(count);
        Ok(std::mem::replace(&mut self.read, rest))
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.stream {
            Stream::Plain(stream) => stream.write_all(bytes).await?,
            Stream::Tls(stream) => {
                stream.write_all(bytes).await?;
                stream.flush().await?;
            }
        }
        self.counts.bytes_sent.fetch_add(bytes.len() as u64, SeqCst);
        Ok(())
    }

    /// Sends the same bytes repeatedly, until the client closes the connection.
    pub(crate) async fn send_forever(&mut self, bytes: &[u8]) -> io::Result<()> {
        loop {
            self.send(bytes).await?;
        }
    }

    /// Sends `count` bytes of `x`, or fewer if the client closes the connection before.
    pub(crate) async fn send_many(&mut self, mut count: u64) -> io::Result<()> {
        let chunk = vec![b'x'; 64 << 10];
        while count > 0 {
            let part = usize::try_from(count).map_or(chunk.len(), |count| count.min(chunk.len()));
            self.send(&chunk[..part]).await?;
            count -= part as u64;
        }
        Ok(())
    }

    /// Sends nothing more, and waits until the client closes the connection.
    pub(crate) async fn stall(&mut self) -> io::Result<()> {
        while self.receive().await? > 0 {
            self.read.clear();
        }
        Ok(())
    }

    /// Ends the connection with a TCP reset.
    pub(crate) fn reset(self) -> io::Result<()> {
        match &self.stream {
            Stream::Plain(socket) => socket.socket.set_zero_linger(),
            Stream::Tls(stream) => stream.get_ref().0.socket.set_zero_linger(),
        }
    }
}
