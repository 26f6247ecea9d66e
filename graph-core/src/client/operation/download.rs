use std::sync::Arc;
use std::time::Duration;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Media;
use crate::client::call::SuccessfulResponse;
use crate::client::download::Download;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::request::Request;

/// Reads bytes; returned by [`GraphClient::download`], and by [`GraphClient::call`] for what returns bytes.
pub type DownloadOperation = Operation<DownloadMedia>;

/// The kind of a [`DownloadOperation`], whose output is a [`Download`].
#[derive(Debug)]
pub struct DownloadMedia {
    max_size: u64,
    /// How long the next bytes may take.
    idle_timeout: Duration,
}

impl GraphClient {
    /// Reads the bytes at `media`.
    ///
    /// The operation ends when the first bytes arrive, and retries until then. The [`Download`] has the rest: as a whole, or as a
    /// stream that does not store them.
    ///
    /// Services store files elsewhere: drives and reports redirect to another host, with a URL that is valid for a short time. Such
    /// redirects are followed, at most twice, **without the access token** and to `https` only. (A client of a service on loopback also follows
    /// them to `http` on loopback.) Another origin receives no header but `Accept`, `Accept-Encoding` and `User-Agent`.
    ///
    /// The [deadline](Operation::deadline) of the call ends with the first bytes. After that, each wait for further bytes may take as long as
    /// an [attempt](crate::GraphClientBuilder::attempt_timeout).
    ///
    /// Source: [download drive item content](https://learn.microsoft.com/graph/api/driveitem-get-content).
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, graph_resource};
    /// # use std::io::Write as _;
    /// #[graph_resource(path = "/drives/{driveId}/items/{itemId}", odata_type = "#microsoft.graph.driveItem")]
    /// struct DriveItem {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// # async fn run(graph: GraphClient) -> Result<(), Box<dyn std::error::Error>> {
    /// // a small file, in memory
    /// let plan = graph.download(DriveItem::at("d1", "i1").media_property("content")).await?;
    /// println!("{:?}: {} bytes", plan.content_type().map(str::to_owned), plan.bytes().await?.len());
    ///
    /// // a large file, as it arrives
    /// let film = graph.download(DriveItem::at("d1", "i2").media_property("content")).max_size(10 << 30).await?;
    /// let mut chunks = film.stream();
    /// let mut file = std::fs::File::create("film.mp4")?;
    /// while let Some(chunk) = chunks.try_next().await? {
    ///     file.write_all(&chunk)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The operation fails with the errors of [`get`](Self::get), with [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) if the
    /// service announces more bytes than [`max_size`](Operation::max_size), and with
    /// [`ErrorKind::Redirect`](crate::ErrorKind::Redirect) for a redirect that is not followed, or whose target responds with an error.
    #[expect(clippy::needless_pass_by_value, reason = "callers create the address in the argument")]
    pub fn download(&self, media: Media) -> DownloadOperation {
        DownloadOperation::of(self, Request::download(&media))
    }
}

impl DownloadOperation {
    /// Reads the bytes that a request returns.
    pub(super) fn of(graph: &GraphClient, request: Result<Request, Error>) -> Self {
        let client = Arc::clone(&graph.inner);
        let kind = DownloadMedia { max_size: client.max_response_bytes, idle_timeout: client.attempt_timeout };
        Self::new(client, request, kind)
    }

    /// Adds a query option, such as `$format`. Its value is percent-encoded.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.map_request(|request| request.query(name, value))
    }

    /// Sets whether a download is repeated even if the service may have processed it already; see [`Request::retryable`].
    ///
    /// Defaults to `true`, and to `false` for an action that returns bytes.
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }

    /// Sets how many bytes may be read, after decompression.
    ///
    /// Defaults to the [`max_response_bytes`](crate::GraphClientBuilder::max_response_bytes) of the client. More are an error of the kind
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge).
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.kind.max_size = bytes;
        self
    }
}

impl Sealed for DownloadMedia {}

impl OperationKind for DownloadMedia {
    type Output = Download;

    fn decode(&self, response: SuccessfulResponse) -> Result<Download, Error> {
        Download::new(response, self.max_size, self.idle_timeout)
    }
}
