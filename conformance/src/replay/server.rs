//! A service on loopback that records requests.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use crate::case::ReceivedRequest;

/// A service on loopback that records every request and responds with status 204.
#[derive(Debug)]
pub struct RecordingServer {
    address: SocketAddr,
    requests: UnboundedReceiver<ReceivedRequest>,
    task: JoinHandle<()>,
}

impl RecordingServer {
    /// Starts the service on a free port.
    ///
    /// # Errors
    /// If no port is available.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (sender, requests) = unbounded_channel();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                _ = stream.set_nodelay(true);
                let sender = sender.clone();
                let service = service_fn(move |request| record(request, sender.clone()));
                // the client reports a failed connection
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self { address, requests, task })
    }

    /// Returns the URL of the service.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the last request, and discards the ones before it.
    pub fn take_last_request(&mut self) -> Option<ReceivedRequest> {
        std::iter::from_fn(|| self.requests.try_recv().ok()).last()
    }
}

impl Drop for RecordingServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn record(
    request: Request<Incoming>,
    sender: UnboundedSender<ReceivedRequest>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let mut response = Response::new(Empty::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    match body.collect().await {
        Ok(body) => {
            let received = ReceivedRequest {
                method: parts.method.to_string(),
                path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
                body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            };
            // the receiver is closed after the replay has ended
            _ = sender.send(received);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    Ok(response)
}
