//! The other side of the socket: a listener that does what a script says on each connection, and keeps what it was sent.

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

use crate::tap::{Tap, Wire};

/// More than what the systems of both sides keep in their buffers for one connection.
pub(crate) const IN_FLIGHT: u64 = 64 << 20;

#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) connections: AtomicUsize,
    pub(crate) handshakes: AtomicUsize,
    pub(crate) requests: AtomicUsize,
    pings: AtomicUsize,
    pub(crate) pushed: AtomicU64,
    open: AtomicUsize,
    closed: Notify,
}

/// A listener on loopback.
pub(crate) struct Peer {
    authority: String,
    scheme: &'static str,
    counts: Arc<Counts>,
    /// As it was on the wire, and as it was meant: different where there is TLS.
    wire: Wire,
    clear: Wire,
}

impl Peer {
    /// Each connection is one call of `script`, with its number from 0.
    pub(crate) fn start<F>(script: impl Fn(Connection, usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::listen(None, script)
    }

    /// The same behind TLS, as `localhost`.
    pub(crate) fn start_tls<F>(
        tls: TlsAcceptor,
        script: impl Fn(Connection, usize) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::listen(Some(tls), script)
    }

    /// Reads a request and sends `answer`, as often as somebody asks; then waits for the end.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = Arc::new(answer.into());
        Self::start(move |mut connection, _| {
            let answer = Arc::clone(&answer);
            async move {
                while connection.request().await?.is_some() {
                    connection.send(&answer).await?;
                }
                Ok(())
            }
        })
    }

    /// Nobody should ever come here.
    pub(crate) fn stranger() -> Self {
        Self::answering(crate::ok(crate::PRINTER))
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
            wire: Wire::default(),
            clear: Wire::default(),
        };
        let (counts, wire, clear) = (Arc::clone(&peer.counts), peer.wire.clone(), peer.clear.clone());
        let script = Arc::new(script);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("a connection");
                let number = counts.connections.fetch_add(1, SeqCst);
                counts.open.fetch_add(1, SeqCst);
                let (counts, script, tls) = (Arc::clone(&counts), Arc::clone(&script), tls.clone());
                let (tap, clear) = (Tap { socket, wire: wire.clone() }, clear.clone());
                tokio::spawn(async move {
                    let open = Open(counts);
                    let stream = match tls {
                        None => Stream::Plain(tap),
                        Some(tls) => match tls.accept(tap).await {
                            Ok(stream) => Stream::Tls(Box::new(stream)),
                            Err(_) => return,
                        },
                    };
                    open.0.handshakes.fetch_add(1, SeqCst);
                    let connection = Connection { stream, read: Vec::new(), counts: Arc::clone(&open.0), clear };
                    // What fails is the client's going away, which is what tests ask about in other ways.
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

    /// How many PING frames it received.
    pub(crate) fn pings(&self) -> usize {
        self.counts.pings.load(SeqCst)
    }

    /// How many bytes it could send.
    pub(crate) fn pushed(&self) -> u64 {
        self.counts.pushed.load(SeqCst)
    }

    /// Everything that it was sent, as it was on the wire and as it was meant.
    pub(crate) fn received(&self) -> [Vec<u8>; 2] {
        [self.wire.bytes(), self.clear.bytes()]
    }

    /// What it was sent, as it was meant.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.clear.bytes()).into_owned()
    }

    /// Waits until every connection has ended.
    pub(crate) async fn quiet(&self) {
        loop {
            let closed = self.counts.closed.notified();
            if self.counts.open.load(SeqCst) == 0 {
                return;
            }
            closed.await;
        }
    }
}

/// A small buffer, so that what could be sent is near to what was read.
fn bind() -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.set_send_buffer_size(64 << 10)?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    socket.listen(128)
}

struct Open(Arc<Counts>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, SeqCst);
        self.0.closed.notify_waiters();
    }
}

enum Stream {
    Plain(Tap),
    Tls(Box<TlsStream<Tap>>),
}

/// One connection, from the side of the peer.
pub(crate) struct Connection {
    stream: Stream,
    read: Vec<u8>,
    counts: Arc<Counts>,
    clear: Wire,
}

impl Connection {
    /// Reads a whole request; none at the end.
    pub(crate) async fn request(&mut self) -> io::Result<Option<String>> {
        loop {
            let read = String::from_utf8_lossy(&self.read).into_owned();
            if let Some((head, body)) = read.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                if body.len() >= length.unwrap_or(0) {
                    self.read.clear();
                    self.note_request();
                    return Ok(Some(read));
                }
            }
            if self.receive().await? == 0 {
                return Ok(None);
            }
        }
    }

    /// For protocols that the script reads by itself.
    pub(crate) fn note_request(&self) {
        self.counts.requests.fetch_add(1, SeqCst);
    }

    /// Counts a PING frame.
    pub(crate) fn note_ping(&self) {
        self.counts.pings.fetch_add(1, SeqCst);
    }

    /// Reads what is there, at least a byte; 0 at the end.
    async fn receive(&mut self) -> io::Result<usize> {
        let before = self.read.len();
        let count = match &mut self.stream {
            Stream::Plain(stream) => stream.read_buf(&mut self.read).await?,
            Stream::Tls(stream) => stream.read_buf(&mut self.read).await?,
        };
        self.clear.push(&self.read[before..]);
        Ok(count)
    }

    /// Reads exactly so many bytes.
    pub(crate) async fn exactly(&mut self, count: usize) -> io::Result<Vec<u8>> {
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
        self.counts.pushed.fetch_add(bytes.len() as u64, SeqCst);
        Ok(())
    }

    /// Sends the same again and again, until the client has enough.
    pub(crate) async fn send_forever(&mut self, bytes: &[u8]) -> io::Result<()> {
        loop {
            self.send(bytes).await?;
        }
    }

    /// Sends as many bytes of `x` as said, unless the client has enough before.
    pub(crate) async fn send_many(&mut self, mut count: u64) -> io::Result<()> {
        let chunk = vec![b'x'; 64 << 10];
        while count > 0 {
            let part = usize::try_from(count).map_or(chunk.len(), |count| count.min(chunk.len()));
            self.send(&chunk[..part]).await?;
            count -= part as u64;
        }
        Ok(())
    }

    /// Says nothing more, and waits until the client goes.
    pub(crate) async fn stall(&mut self) -> io::Result<()> {
        while self.receive().await? > 0 {
            self.read.clear();
        }
        Ok(())
    }

    /// Ends with a reset instead of an end.
    pub(crate) fn reset(self) -> io::Result<()> {
        match &self.stream {
            Stream::Plain(tap) => tap.socket.set_zero_linger(),
            Stream::Tls(stream) => stream.get_ref().0.socket.set_zero_linger(),
        }
    }
}
