//! A service in memory that does one thing after the other, and notes when it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::time::Instant;

use super::TOKEN;
use crate::client::{GraphClient, GraphClientBuilder};
use crate::cloud::Cloud;
use crate::transport::BoxError;

/// What is done with a request.
pub(super) enum Act {
    Answer(http::response::Builder, &'static str),
    Break(std::io::ErrorKind),
    Fail(fn() -> crate::Error),
    /// Nothing, for ever.
    Hang,
}

pub(super) fn status(status: u16) -> Act {
    Act::Answer(super::respond(status), "")
}

pub(super) fn retry_after(code: u16, value: &str) -> Act {
    Act::Answer(super::respond(code).header("retry-after", value), "")
}

pub(super) fn printer() -> Act {
    Act::Answer(super::respond(200), super::PRINTER)
}

/// What it was asked, and when.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<Mutex<Vec<Arrival>>>);

type Arrival = (Instant, http::Request<Bytes>);

impl Asked {
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The milliseconds between requests.
    pub(super) fn waits(&self) -> Vec<u128> {
        let asked = self.0.lock().unwrap();
        asked.windows(2).map(|pair| (pair[1].0 - pair[0].0).as_millis()).collect()
    }

    pub(super) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().iter().map(|(_, request)| request.clone()).collect()
    }

    pub(super) fn headers(&self, name: &str) -> Vec<Option<String>> {
        let text = |request: &http::Request<Bytes>| Some(request.headers().get(name)?.to_str().unwrap().to_owned());
        self.requests().iter().map(text).collect()
    }
}

/// A client of a service that acts so, and answers a printer when it has nothing more to do.
pub(super) fn scripted(acts: impl IntoIterator<Item = Act>) -> (GraphClientBuilder, Asked) {
    let acts = Arc::new(Mutex::new(acts.into_iter().collect::<VecDeque<_>>()));
    let asked = Asked::default();
    let notes = asked.clone();
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        notes.0.lock().unwrap().push((Instant::now(), request));
        let act = acts.lock().unwrap().pop_front().unwrap_or_else(printer);
        async move {
            match act {
                Act::Answer(head, body) => Ok(head.body(body.to_owned()).unwrap()),
                Act::Break(kind) => Err(Box::new(std::io::Error::from(kind)) as BoxError),
                Act::Fail(error) => Err(Box::new(error()) as BoxError),
                Act::Hang => std::future::pending().await,
            }
        }
    });
    (GraphClient::builder(Cloud::Global).token(TOKEN).service(service), asked)
}
