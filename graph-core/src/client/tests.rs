//! The client over a service in memory, and in `loopback` over real sockets.

mod claims;
mod closing;
mod drops;
mod history;
mod leaks;
mod loopback;
mod outcomes;
mod pacing;
mod repeats;
mod scripted;
mod shown;
mod sockets;
mod spans;
mod tokens;
mod waits;

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

/// What a service in memory was asked.
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

type Respond = http::response::Builder;

fn respond(status: u16) -> Respond {
    http::Response::builder()
        .status(status)
        .header("request-id", "service-id")
        .header("date", "Fri, 20 Nov 2026 10:00:00 GMT")
}

/// A client whose every request gets the same answer.
fn answering(head: Respond, body: impl Into<String>) -> (GraphClient, Requests) {
    let requests = Requests::default();
    let kept = requests.clone();
    let answer = Arc::new(head.body(body.into()).unwrap());
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        kept.0.lock().unwrap().push(request);
        let mut copy = http::Response::new(answer.body().clone());
        *copy.status_mut() = answer.status();
        *copy.headers_mut() = answer.headers().clone();
        async move { Ok::<_, Infallible>(copy) }
    });
    (builder().service(service).build().unwrap(), requests)
}

/// A client whose every request fails.
fn failing(fault: fn() -> crate::transport::BoxError) -> GraphClient {
    let service =
        tower::service_fn(move |_: http::Request<Bytes>| async move { Err::<http::Response<String>, _>(fault()) });
    builder().service(service).build().unwrap()
}

/// Of clients that make one attempt.
fn builder() -> GraphClientBuilder {
    GraphClient::builder(Cloud::Global).token(TOKEN).retry(RetryPolicy::none())
}

async fn update(client: &GraphClient) -> Result<crate::response::Updated<Printer>, Error> {
    client.update(Printer::at("p1"), Printer::update().job_count(4)).await
}

async fn update_error(client: &GraphClient) -> Error {
    update(client).await.unwrap_err()
}
