//! A service in memory that follows a script, and records its requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::time::Instant;

use super::TOKEN;
use crate::client::{GraphClient, GraphClientBuilder};
use crate::cloud::Cloud;
use crate::transport::BoxError;

/// The reaction to a request.
pub(super) enum Step {
    Respond(http::response::Builder, &'static str),
    Break(std::io::ErrorKind),
    Fail(fn() -> crate::Error),
    /// Never responds.
    Hang,
}

pub(super) fn status(status: u16) -> Step {
    Step::Respond(super::response(status), "")
}

pub(super) fn retry_after(code: u16, value: &str) -> Step {
    Step::Respond(super::response(code).header("retry-after", value), "")
}

pub(super) fn printer() -> Step {
    Step::Respond(super::response(200), super::PRINTER)
}

/// The requests with their times.
#[derive(Clone, Default)]
pub(super) struct Received(Arc<Mutex<Vec<Arrival>>>);

type Arrival = (Instant, http::Request<Bytes>);

impl Received {
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Returns the milliseconds between the requests.
    pub(super) fn intervals(&self) -> Vec<u128> {
        let received = self.0.lock().unwrap();
        received.windows(2).map(|pair| (pair[1].0 - pair[0].0).as_millis()).collect()
    }

    pub(super) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().iter().map(|(_, request)| request.clone()).collect()
    }

    pub(super) fn headers(&self, name: &str) -> Vec<Option<String>> {
        let text = |request: &http::Request<Bytes>| Some(request.headers().get(name)?.to_str().unwrap().to_owned());
        self.requests().iter().map(text).collect()
    }
}

/// Returns a client of a service with this script, which responds with a printer after its end.
pub(super) fn scripted(steps: impl IntoIterator<Item = Step>) -> (GraphClientBuilder, Received) {
    let steps = Arc::new(Mutex::new(steps.into_iter().collect::<VecDeque<_>>()));
    let received = Received::default();
    let recorded = received.clone();
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        recorded.0.lock().unwrap().push((Instant::now(), request));
        let step = steps.lock().unwrap().pop_front().unwrap_or_else(printer);
        async move {
            match step {
                Step::Respond(head, body) => Ok(head.body(body.to_owned()).unwrap()),
                Step::Break(kind) => Err(Box::new(std::io::Error::from(kind)) as BoxError),
                Step::Fail(error) => Err(Box::new(error()) as BoxError),
                Step::Hang => std::future::pending().await,
            }
        }
    });
    (GraphClient::builder(Cloud::Global).token(TOKEN).service(service), received)
}
