use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use super::execute::execute;
use super::inner::ClientInner;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::request::Request;
use crate::transport::ResponseBody;

/// A client of a Microsoft Graph cloud.
///
/// Clones share all state and are cheap.
///
/// ```no_run
/// # async fn run() -> Result<(), graph_core::Error> {
/// use graph_core::response::Updated;
/// use graph_core::{graph_resource, Cloud, GraphClient};
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
    pub(super) inner: Arc<ClientInner>,
}

impl GraphClient {
    /// Returns the cloud of the client.
    pub fn cloud(&self) -> &Cloud {
        &self.inner.cloud
    }

    /// Sends a request and returns the successful response without decoding it.
    ///
    /// # Errors
    /// All kinds of errors except [`ErrorKind::Decode`](crate::ErrorKind::Decode); see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(&self, request: Request) -> Result<http::Response<Bytes>, Error> {
        let response = execute(Arc::clone(&self.inner), request).await?.response;
        Ok(response.map(ResponseBody::into_bytes))
    }

    /// Shuts down the client and all its clones, and waits until no call is in flight.
    ///
    /// Requests that are being sent complete, waits between attempts end at once, and no further request is sent. A call that starts
    /// later, or would make another attempt, fails with [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    ///
    /// Dropping all clones closes the connections as well, without this method.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), graph_core::Error> {
    /// # use graph_core::request::Request;
    /// # use graph_core::{Cloud, ErrorKind, GraphClient};
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// graph.shutdown().await;
    /// let request = Request::get_url("https://graph.microsoft.com/v1.0/users")?;
    /// assert_eq!(graph.send(request).await.unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn shutdown(&self) {
        self.inner.shutdown.shut_down().await;
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient").field("cloud", &self.inner.cloud).finish_non_exhaustive()
    }
}
