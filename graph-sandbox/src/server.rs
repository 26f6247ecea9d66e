//! Connections: accepting, serving and ending them.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::service::Service;

/// How long requests that are under way may take to end.
const GRACE: Duration = Duration::from_secs(5);

/// How long the head of a request may take to arrive. An idle connection is closed after the same time.
const HEAD: Duration = Duration::from_secs(120);

/// The size of a complete head, in bytes. A head that does not end is refused when hyper's buffer of 408 KiB is full.
const HEAD_SIZE: usize = 64 << 10;

/// How long to wait when the system gives out no more connections.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until `stop` says so or is dropped. Dropping the future ends every connection at once.
pub(crate) async fn run(listener: TcpListener, service: Arc<Service>, mut stop: oneshot::Receiver<()>) {
    let under_way = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // an answer is small and complete: do not wait for more
        _ = stream.set_nodelay(true);
        let service = Arc::clone(&service);
        let handler = service_fn(move |request| {
            let service = Arc::clone(&service);
            async move { service.handle(request).await }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_header_size(HEAD_SIZE)
            .serve_connection(TokioIo::new(stream), handler);
        // A connection that fails concerns its client, which sees it.
        connections.spawn(under_way.watch(connection));
    }
    drop(listener);
    _ = tokio::time::timeout(GRACE, under_way.shutdown()).await;
}
