//! A service on loopback that remembers what arrived.

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

use crate::case::Arrival;

/// A service on loopback that answers every request with 204 and remembers it.
#[derive(Debug)]
pub struct Echo {
    address: SocketAddr,
    arrivals: UnboundedReceiver<Arrival>,
    serving: JoinHandle<()>,
}

impl Echo {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (sender, arrivals) = unbounded_channel();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                _ = stream.set_nodelay(true);
                let sender = sender.clone();
                let answer = service_fn(move |request| remember(request, sender.clone()));
                // a connection that fails concerns its client, which sees it
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
            }
        });
        Ok(Self { address, arrivals, serving })
    }

    /// Where it is.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The request that arrived last; it is forgotten, as all before it are.
    pub fn arrived(&mut self) -> Option<Arrival> {
        std::iter::from_fn(|| self.arrivals.try_recv().ok()).last()
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn remember(
    request: Request<Incoming>,
    sender: UnboundedSender<Arrival>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let mut answer = Response::new(Empty::new());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    match body.collect().await {
        Ok(body) => {
            let arrival = Arrival {
                method: head.method.to_string(),
                path: head.uri.path_and_query().map_or_else(String::new, ToString::to_string),
                body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            };
            // nobody waits for it when the replay has ended
            _ = sender.send(arrival);
        }
        Err(_) => *answer.status_mut() = StatusCode::BAD_REQUEST,
    }
    Ok(answer)
}
