use std::sync::Arc;

use bytes::Bytes;

use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::Media;
use crate::client::call::SuccessfulResponse;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::request::Request;
use crate::response::Uploaded;

/// Replaces bytes; returned by [`GraphClient::upload`].
pub type UploadOperation = Operation<UploadMedia>;

/// The kind of an [`UploadOperation`], whose output is [`Uploaded`].
#[derive(Debug)]
pub struct UploadMedia(());

impl GraphClient {
    /// Replaces the bytes at `media` with `bytes`.
    ///
    /// The request is a `PUT` with the bytes as its body. It is retried even if the service may have processed it, because the same bytes
    /// replace themselves. A redirect is not followed.
    ///
    /// The bytes are in memory, because a [transport](crate::transport) sends whole bodies, and a retry needs them. Services limit
    /// what they accept in one request: 4 MB for most, more for files in drives. Larger files need an upload session: the action
    /// `createUploadSession`, whose URL takes the file in parts.
    ///
    /// Source: [upload or replace the contents of a drive item](https://learn.microsoft.com/graph/api/driveitem-put-content);
    /// [upload large files](https://learn.microsoft.com/graph/sdks/large-file-upload).
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_resource};
    /// #[graph_resource(path = "/users/{userId}/photo", odata_type = "#microsoft.graph.profilePhoto")]
    /// struct ProfilePhoto {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let jpeg = vec![0xff, 0xd8, 0xff];
    /// let upload = graph.upload(ProfilePhoto::at("u1").media(), jpeg).content_type("image/jpeg").dry_run()?;
    /// assert_eq!((upload.method().as_str(), upload.body().len()), ("PUT", 3));
    /// assert_eq!(upload.headers()["content-type"], "image/jpeg");
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update).
    #[expect(clippy::needless_pass_by_value, reason = "callers create the address in the argument")]
    pub fn upload(&self, media: Media, bytes: impl Into<Bytes>) -> UploadOperation {
        Operation::new(Arc::clone(&self.inner), Request::upload(&media, bytes.into()), UploadMedia(()))
    }
}

impl UploadOperation {
    /// Sets the media type of the bytes. Defaults to `application/octet-stream`.
    pub fn content_type(self, content_type: &str) -> Self {
        self.map_request(|request| request.with_content_type(content_type))
    }

    /// Replaces the bytes only if they still have this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. That is also so if an
    /// earlier attempt of the same call replaced them and its response was lost. `None` replaces them in any state.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Sets whether the upload is retried even if the service may have processed it; see [`Request::retryable`].
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }
}

impl Sealed for UploadMedia {}

impl OperationKind for UploadMedia {
    type Output = Uploaded;

    fn decode(&self, mut response: SuccessfulResponse) -> Result<Uploaded, Error> {
        let body = std::mem::take(response.response.body_mut()).into_bytes();
        Ok(Uploaded::new(response.into_info(None), body))
    }
}
