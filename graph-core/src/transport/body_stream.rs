//! Bodies that are returned as they arrive, for downloads.
//!
//! Such a response has an empty [`ResponseBody`] and the rest of its body in an extension, so that layers pass it on unchanged.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use http::response::Parts;
use http_body::Body;

use super::body::ResponseBody;
use super::connection_error::BoxError;
use crate::error::Error;
use crate::response::ResponseInfo;

/// A request extension that asks for the body as a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StreamedBody;

/// The chunks of a body, decompressed.
pub(crate) type Chunks = BoxStream<'static, Result<Bytes, Error>>;

/// A response extension with the body.
#[derive(Clone)]
pub(crate) struct BodyStream(Arc<Mutex<Option<Chunks>>>);

impl BodyStream {
    /// Takes the chunks of a response. A body that was read to its end is one chunk.
    pub(crate) fn take(response: &mut http::Response<ResponseBody>) -> Chunks {
        let stream = response.extensions_mut().remove::<Self>();
        let chunks = stream.and_then(|stream| stream.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        chunks.unwrap_or_else(|| {
            let bytes = std::mem::take(response.body_mut()).into_bytes();
            stream::iter((!bytes.is_empty()).then_some(Ok(bytes))).boxed()
        })
    }
}

/// Returns whether the response to this request is to have its body as a stream.
pub(super) fn is_streamed<B>(request: &http::Request<B>) -> bool {
    request.extensions().get::<StreamedBody>().is_some()
}

/// Returns a response with the chunks of its body. It waits for the first one, so that an attempt that receives none fails.
pub(super) async fn with_chunks(mut parts: Parts, chunks: Chunks) -> Result<http::Response<ResponseBody>, Error> {
    let mut chunks = chunks.fuse();
    let first = match chunks.next().await {
        Some(Err(error)) => return Err(error.with_info(ResponseInfo::new(parts.status, &parts.headers))),
        Some(Ok(first)) => Some(Ok(first)),
        None => None,
    };
    let chunks = stream::iter(first).chain(chunks).boxed();
    parts.extensions.insert(BodyStream(Arc::new(Mutex::new(Some(chunks)))));
    Ok(http::Response::from_parts(parts, ResponseBody::default()))
}

/// Returns the response of a custom service with the chunks of its body; `convert` converts the errors of the body.
pub(super) async fn stream_body<B>(
    response: http::Response<B>,
    convert: fn(BoxError) -> Error,
) -> Result<http::Response<ResponseBody>, Error>
where
    B: Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (parts, body) = response.into_parts();
    if parts.extensions.get::<BodyStream>().is_some() {
        // A layer passed on a response of this transport.
        return Ok(http::Response::from_parts(parts, ResponseBody::default()));
    }
    let chunks = stream::unfold(Box::pin(body), move |mut body| async move {
        let chunk = next_chunk(body.as_mut()).await?.map_err(|error| convert(error.into()));
        Some((chunk, body))
    });
    with_chunks(parts, chunks.boxed()).await
}

/// Returns the data of the next frame that has any.
async fn next_chunk<B: Body>(mut body: Pin<&mut B>) -> Option<Result<Bytes, B::Error>> {
    loop {
        match poll_fn(|context| body.as_mut().poll_frame(context)).await? {
            Ok(frame) => {
                if let Ok(mut data) = frame.into_data()
                    && data.has_remaining()
                {
                    return Some(Ok(data.copy_to_bytes(data.remaining())));
                }
            }
            Err(error) => return Some(Err(error)),
        }
    }
}
