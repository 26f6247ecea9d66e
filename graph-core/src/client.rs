//! The client: what a program makes once and shares.

mod attempt;
mod builder;
mod challenge;
mod closing;
mod exchange;
mod operation;
mod repeat;
mod telemetry;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tower::retry::budget::TpsBudget;

use crate::address::Address;
use crate::cloud::Cloud;
use crate::credential::{EnvironmentCredential, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::pacing::Pacing;
use crate::request::{Endpoint, Request};
use crate::retry::RetryPolicy;
use crate::schema::Readable;
use crate::transport::{ResponseBody, Transport};
use crate::update::{Resource, Update};

use closing::Closing;
use exchange::exchange;

pub use builder::GraphClientBuilder;
pub use operation::{GetFuture, GetOperation, UpdateFuture, UpdateOperation};

/// A client of one Microsoft Graph cloud. Clones share everything and cost next to nothing.
///
/// ```no_run
/// # async fn run() -> Result<(), graph_core::Error> {
/// use graph_core::{Cloud, GraphClient, graph_resource};
/// use graph_core::response::Updated;
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// #[derive(Debug)]
/// struct Printer {
///     #[graph(key)]
///     id: String,
///     job_count: i32,
/// }
///
/// let graph = GraphClient::builder(Cloud::Global).token(std::env::var("GRAPH_ACCESS_TOKEN").unwrap()).build()?;
/// let printer = graph.get(Printer::at("p1")).await?;
/// let update = Printer::update().job_count(printer.job_count + 1);
/// match graph.update(Printer::at("p1"), update).await? {
///     Updated::Entity(printer) => println!("{} jobs", printer.job_count),
///     _ => println!("done"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct GraphClient {
    inner: Arc<Inner>,
}

impl GraphClient {
    /// Starts a client of `cloud`.
    pub fn builder(cloud: Cloud) -> GraphClientBuilder {
        GraphClientBuilder::new(cloud)
    }

    /// A client of the cloud and with the credential that the environment names, in the order that
    /// [`EnvironmentCredential`] documents.
    ///
    /// For options of your own, give [`Cloud::from_env`] and [`EnvironmentCredential::new`] to a [builder](Self::builder).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the environment does not name a credential, which
    /// lists what was looked for, or names half of one, contradicts itself, or holds a variable that cannot be read.
    pub fn from_env() -> Result<Self, Error> {
        let cloud = Cloud::from_env()?;
        let credential = EnvironmentCredential::new(&cloud)?;
        Self::builder(cloud).credential(credential).build()
    }

    /// The cloud that it talks to.
    pub fn cloud(&self) -> &Cloud {
        &self.inner.cloud
    }

    /// Updates the properties that `update` holds, and no others, of the entity at `address`.
    ///
    /// Await the operation to send it. Nothing is sent if `update` is empty.
    ///
    /// # Errors
    /// Awaiting gives an [`Error`] of any [`ErrorKind`](crate::ErrorKind): before anything is sent of the address, the update,
    /// the credential or the limits of the service, and after that of the connection or the service.
    pub fn update<T: Resource>(&self, address: Address<T>, update: T::Update) -> UpdateOperation<T> {
        let empty = update.is_empty();
        UpdateOperation::new(self.clone(), Request::patch(address, update), empty)
    }

    /// Reads the entity at `address`.
    ///
    /// Await the operation to send it.
    ///
    /// # Errors
    /// As those of [`update`](Self::update), and [`ErrorKind::Decode`](crate::ErrorKind::Decode) when what came back is not the
    /// declared resource.
    pub fn get<T: Readable>(&self, address: Address<T>) -> GetOperation<T> {
        GetOperation::new(self.clone(), Request::get(address))
    }

    /// Sends a request and gives the successful response as it is.
    ///
    /// # Errors
    /// All but [`ErrorKind::Decode`](crate::ErrorKind::Decode); see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(&self, request: Request) -> Result<http::Response<Bytes>, Error> {
        let answer = exchange(self.clone(), request).await?.answer;
        Ok(answer.map(ResponseBody::into_bytes))
    }

    /// Ends the client and all its clones: what is being sent comes to its end, waits between attempts end at once, and
    /// nothing more is sent. It returns when no call is under way any more.
    ///
    /// A call that begins afterwards, or would have been repeated, fails with [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    /// Dropping all clones instead closes the connections, too, and needs no call of this.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), graph_core::Error> {
    /// # use graph_core::{Cloud, ErrorKind, GraphClient};
    /// # use graph_core::request::Request;
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// graph.shutdown().await;
    /// let request = Request::get_url("https://graph.microsoft.com/v1.0/users")?;
    /// assert_eq!(graph.send(request).await.unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn shutdown(&self) {
        self.inner.closing.close().await;
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient").field("cloud", &self.inner.cloud).finish_non_exhaustive()
    }
}

/// Everything that does not change between requests.
struct Inner {
    cloud: Cloud,
    endpoint: Endpoint,
    credential: Box<dyn TokenProvider>,
    token_request: TokenRequest,
    user_agent: HeaderValue,
    pacing: Pacing,
    deadline: Duration,
    retry: RetryPolicy,
    budget: TpsBudget,
    transport: Transport,
    closing: Closing,
}

#[cfg(test)]
mod tests;
