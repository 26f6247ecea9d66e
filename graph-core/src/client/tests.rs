//! The client with a service in memory, and in `loopback` and `sockets` over real connections.

mod backoff;
mod calls;
mod cancellation;
mod creations;
mod custom_requests;
mod deletions;
mod downloads;
mod ensure;
mod error_details;
mod error_display;
mod lists;
mod loopback;
mod modify;
mod operations;
mod pacing;
mod privacy;
mod retries;
mod scripted;
mod settled;
mod shutdown;
mod sockets;
mod spans;
mod tokens;
mod unless_exists;
mod until;
mod update_outcome;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;

use super::{GraphClient, GraphClientBuilder};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::graph_resource;
use crate::retry::RetryPolicy;

const TOKEN: &str = "eyJ0eXAi.S3CR3T-t0ken";

#[graph_resource(crate = crate, path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

const PRINTER: &str = r##"{"@odata.type":"#microsoft.graph.printer","id":"p1","jobCount":4}"##;

/// The requests that a service in memory received.
#[derive(Clone, Default)]
struct Requests(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Requests {
    fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn last(&self) -> http::Request<Bytes> {
        self.0.lock().unwrap().last().unwrap().clone()
    }
}

fn response(status: u16) -> http::response::Builder {
    http::Response::builder()
        .status(status)
        .header("request-id", "service-id")
        .header("date", "Fri, 20 Nov 2026 10:00:00 GMT")
}

/// Returns a client whose requests get the same response, and the requests.
fn responding(head: http::response::Builder, body: impl Into<String>) -> (GraphClient, Requests) {
    let requests = Requests::default();
    let received = requests.clone();
    let response = Arc::new(head.body(body.into()).unwrap());
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        received.0.lock().unwrap().push(request);
        let mut copy = http::Response::new(response.body().clone());
        *copy.status_mut() = response.status();
        *copy.headers_mut() = response.headers().clone();
        async move { Ok::<_, Infallible>(copy) }
    });
    (builder().service(service).build().unwrap(), requests)
}

/// Returns a client whose requests fail.
fn failing(error: fn() -> crate::transport::BoxError) -> GraphClient {
    let service =
        tower::service_fn(move |_: http::Request<Bytes>| async move { Err::<http::Response<String>, _>(error()) });
    builder().service(service).build().unwrap()
}

/// Returns a builder of clients that do not retry.
fn builder() -> GraphClientBuilder {
    GraphClient::builder(Cloud::Global).token(TOKEN).retry(RetryPolicy::none())
}

async fn update(client: &GraphClient) -> Result<crate::response::Updated<Printer>, Error> {
    client.update(Printer::at("p1"), Printer::update().job_count(4)).await
}

async fn update_error(client: &GraphClient) -> Error {
    update(client).await.unwrap_err()
}
