//! Operations: what `update` and `get` give, to be refined and awaited.

mod decode;
mod get;
mod update;

use std::future::Future;
use std::pin::Pin;

use super::GraphClient;
use super::exchange::{Exchanged, exchange};
use crate::error::Error;
use crate::request::{DryRun, Head, Request};

pub use get::{GetFuture, GetOperation};
pub use update::{UpdateFuture, UpdateOperation};

/// A request, or why there is none, and who will send it.
#[derive(Debug)]
struct Draft {
    client: GraphClient,
    request: Result<Request, Error>,
}

impl Draft {
    fn map(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = self.request.map(change);
        self
    }

    fn send(self) -> ExchangeFuture {
        Box::pin(async move { exchange(self.client, self.request?).await })
    }

    fn dry_run(self, sent: bool) -> Result<DryRun, Error> {
        let inner = &*self.client.inner;
        Ok(DryRun::new(&Head::new(self.request?, &inner.endpoint)?, &inner.user_agent, sent))
    }
}

type ExchangeFuture = Pin<Box<dyn Future<Output = Result<Exchanged, Error>> + Send>>;
