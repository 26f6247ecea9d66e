//! A service on loopback that records requests.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use crate::case::ReceivedRequest;

/// The headers of requests that are compared with the documentation.
const COMPARED_HEADERS: [&str; 3] = ["consistencylevel", "if-match", "prefer"];

/// A response of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedResponse {
    /// The status.
    pub status: u16,
    /// The content type.
    pub content_type: String,
    /// The body.
    pub body: String,
}

impl Default for ServedResponse {
    fn default() -> Self {
        Self { status: 204, content_type: String::new(), body: String::new() }
    }
}

/// A service on loopback that records every request. It responds with status 204, or with the response that was set.
#[derive(Debug)]
pub struct RecordingServer {
    address: SocketAddr,
    response: Arc<Mutex<ServedResponse>>,
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
        let response = Arc::new(Mutex::new(ServedResponse::default()));
        let served = Arc::clone(&response);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                _ = stream.set_nodelay(true);
                let (sender, served) = (sender.clone(), Arc::clone(&served));
                let service = service_fn(move |request| record(request, sender.clone(), Arc::clone(&served)));
                // the client reports a failed connection
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self { address, response, requests, task })
    }

    /// Returns the URL of the service.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets what the service responds from now on.
    pub fn respond_with(&self, response: ServedResponse) {
        *self.response.lock().unwrap_or_else(PoisonError::into_inner) = response;
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
    served: Arc<Mutex<ServedResponse>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let served = served.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut response = Response::new(Full::new(Bytes::from(served.body)));
    *response.status_mut() = StatusCode::from_u16(served.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(content_type) = HeaderValue::try_from(served.content_type)
        && !content_type.is_empty()
    {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    match body.collect().await {
        Ok(body) => {
            let received = ReceivedRequest {
                method: parts.method.to_string(),
                path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
                headers: compared_headers(&parts.headers),
                body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
            };
            // the receiver is closed after the replay has ended
            _ = sender.send(received);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    Ok(response)
}

fn compared_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let values =
        COMPARED_HEADERS.iter().flat_map(|name| headers.get_all(*name).iter().map(move |value| (*name, value)));
    values.map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect()
}
