use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The whole body of a response; empty in the response to a download, whose body follows as a stream.
///
/// It implements [`http_body::Body`] with one frame, so a service of your own can return it:
///
/// ```
/// use graph_core::transport::ResponseBody;
///
/// let response = http::Response::new(ResponseBody::from(r#"{"id":"1"}"#));
/// # assert_eq!(response.body().bytes().len(), 10);
/// ```
#[derive(Clone, Default)]
pub struct ResponseBody {
    bytes: Bytes,
    is_truncated: bool,
}

impl ResponseBody {
    pub(super) fn new(bytes: Bytes, is_truncated: bool) -> Self {
        Self { bytes, is_truncated }
    }

    /// Returns the bytes, decompressed.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Converts the body into its bytes.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Returns whether the end is missing.
    ///
    /// The client truncates the body of an error that is larger than it reads.
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes, false)
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ResponseBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ResponseBody {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = std::mem::take(&mut self.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// Shows the size only.
impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody")
            .field("bytes", &self.bytes.len())
            .field("is_truncated", &self.is_truncated)
            .finish()
    }
}
