//! Accepts connections, serves requests and closes connections.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::service::GraphService;

/// The time that requests in progress have after a shutdown was requested.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// The time in which the head of a request must arrive. An idle connection is closed after the same time.
const HEAD_TIMEOUT: Duration = Duration::from_secs(120);

/// The maximum size of a complete head in bytes. A head that does not end fails when hyper's buffer of 408 KiB is full.
const MAX_HEAD_SIZE: usize = 64 << 10;

/// The delay after the system failed to accept a connection.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// Serves until `stop` receives a message or its sender is dropped. Dropping the future closes all connections at once.
pub(crate) async fn run(listener: TcpListener, service: Arc<GraphService>, mut stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            continue;
        };
        // Responses are small and complete: waiting for more data only delays them.
        _ = stream.set_nodelay(true);
        let service = Arc::clone(&service);
        let handler = service_fn(move |request| {
            let service = Arc::clone(&service);
            async move { service.handle(request).await }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_header_size(MAX_HEAD_SIZE)
            .serve_connection(TokioIo::new(stream), handler);
        // An error of a connection concerns its client, which observes it.
        connections.spawn(graceful.watch(connection));
    }
    drop(listener);
    _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await;
}
