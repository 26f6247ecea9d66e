//! A blocking HTTP client for the exporter, whose thread has no runtime.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use opentelemetry_http::{HttpClient, HttpError};

/// A client that opens one connection per batch.
///
/// A real program enables a feature of `opentelemetry-otlp` that brings a client.
#[derive(Debug)]
pub(crate) struct BlockingClient;

#[async_trait]
impl HttpClient for BlockingClient {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let authority = request.uri().authority().ok_or("the endpoint has no host")?;
        let mut stream = TcpStream::connect((authority.host(), authority.port_u16().unwrap_or(80)))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\ncontent-length: {}\r\n",
            request.method(),
            request.uri().path(),
            request.body().len()
        );
        for (name, value) in request.headers() {
            head.extend([name.as_str(), ": ", value.to_str()?, "\r\n"]);
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(request.body())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let status = text.split(' ').nth(1).ok_or("the response of the collector has no status line")?;
        let mut response = Response::new(Bytes::from_static(b"{}"));
        *response.status_mut() = StatusCode::from_bytes(status.as_bytes())?;
        Ok(response)
    }
}
