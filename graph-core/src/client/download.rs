//! The bytes that a download receives.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use tokio::time::{Instant, Sleep, sleep};

use super::call::SuccessfulResponse;
use super::decode::complete_error;
use crate::context::OperationContext;
use crate::error::{Error, Wait};
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::redact::Redactor;
use crate::response::{ResponseInfo, encodings, header_text};
use crate::transport::{BodyStream, Chunks};

/// The output of a download: the metadata of the response, and its bytes.
///
/// [`bytes`](Self::bytes) reads all of them into memory, [`stream`](Self::stream) returns them as they arrive. Dropping it
/// closes the connection.
pub struct Download {
    content_type: Option<Box<str>>,
    content_length: Option<u64>,
    stream: MediaStream,
}

impl Download {
    pub(super) fn new(response: SuccessfulResponse, max_size: u64, idle_timeout: Duration) -> Result<Self, Error> {
        let SuccessfulResponse { mut response, info, context, authorization } = response;
        let chunks = BodyStream::take(&mut response);
        let headers = response.headers();
        let redactor = Redactor::of_prefix(&authorization);
        let mut content_type = header_text(headers, &CONTENT_TYPE, MAX_CONTENT_TYPE);
        if let Some(text) = &mut content_type {
            redactor.redact_box(text);
        }
        let content_length = content_length(headers);
        let encodings = encodings(headers).join(", ");
        let outcome = if encodings.is_empty() {
            Ok(())
        } else {
            let message = format!("the bytes have the content encoding `{encodings}`, and only `gzip` is decoded");
            Err(Error::new(ErrorKind::Decode, message))
        };
        let stream = MediaStream {
            chunks: Some(chunks),
            received: 0,
            max_size,
            content_length,
            idle_timeout,
            idle: None,
            info,
            context,
            authorization,
        };
        let outcome = match content_length {
            Some(length) if length > max_size => outcome.and(Err(too_large(max_size))),
            _ => outcome,
        };
        match outcome {
            Ok(()) => Ok(Self { content_type, content_length, stream }),
            Err(error) => Err(stream.complete(error)),
        }
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.stream.info
    }

    /// Returns the ETag of the bytes, if the service sent it.
    pub fn etag(&self) -> Option<&ETag> {
        self.info().etag()
    }

    /// Returns the `Content-Type` of the bytes, such as `image/jpeg`.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns how many bytes there are, if the service announced it and did not compress them.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Reads all bytes into memory.
    ///
    /// # Errors
    /// The errors of [`MediaStream::try_next`].
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let mut stream = self.stream;
        let Some(first) = stream.try_next().await? else { return Ok(Bytes::new()) };
        let Some(second) = stream.try_next().await? else { return Ok(first) };
        // The announced size is not trusted: the buffer grows with what arrives.
        let mut bytes = [first, second].concat();
        while let Some(chunk) = stream.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.into())
    }

    /// Converts the download into the stream of its bytes.
    pub fn stream(self) -> MediaStream {
        self.stream
    }
}

/// Shows the metadata only.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("content_length", &self.content_length)
            .field("info", self.info())
            .finish_non_exhaustive()
    }
}

/// The bytes of a download as they arrive; returned by [`Download::stream`].
///
/// It is a [`Stream`], and has a method for those who do not use one. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct MediaStream {
    /// Absent after the end.
    chunks: Option<Chunks>,
    received: u64,
    max_size: u64,
    content_length: Option<u64>,
    idle_timeout: Duration,
    /// Present while the stream waits.
    idle: Option<Pin<Box<Sleep>>>,
    info: ResponseInfo,
    context: OperationContext,
    authorization: HeaderValue,
}

impl MediaStream {
    /// Returns the next bytes; `None` after the last ones.
    ///
    /// # Errors
    /// - [`ErrorKind::TooLarge`] if there are more bytes than the [`max_size`](super::Operation::max_size) of the download.
    /// - [`ErrorKind::Transport`] or [`ErrorKind::Timeout`] if the bytes end before they are complete; the message states how many
    ///   came. A broken download is not resumed.
    /// - [`ErrorKind::Decode`] if the bytes cannot be decompressed.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Returns how many bytes the stream has returned.
    pub fn received(&self) -> u64 {
        self.received
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(chunks) = &mut self.chunks else { return Poll::Ready(None) };
        if let Poll::Ready(chunk) = chunks.as_mut().poll_next(context) {
            self.idle = None;
            return Poll::Ready(chunk);
        }
        let (timeout, idle) = (self.idle_timeout, &mut self.idle);
        // A timeout that the clock cannot represent never passes.
        if Instant::now().checked_add(timeout).is_none() {
            return Poll::Pending;
        }
        let idle = idle.get_or_insert_with(|| Box::pin(sleep(timeout)));
        idle.as_mut().poll(context).map(|()| Some(Err(idle_error(timeout))))
    }

    /// Counts a chunk, and checks the limit.
    fn count(&mut self, chunk: Bytes) -> Result<Bytes, Error> {
        let received = self.received.saturating_add(chunk.len() as u64);
        if received > self.max_size {
            return Err(too_large(self.max_size));
        }
        self.received = received;
        Ok(chunk)
    }

    /// Returns the error of bytes that ended early.
    fn check_end(&self) -> Result<(), Error> {
        match self.content_length {
            Some(length) if length != self.received => {
                let message = format!("the service announced {length} bytes, and the bytes ended early");
                Err(Error::new(ErrorKind::Transport, message))
            }
            _ => Ok(()),
        }
    }

    #[cold]
    fn complete(&self, error: Error) -> Error {
        let error = if error.kind() == ErrorKind::TooLarge { error } else { error.with_received(self.received) };
        complete_error(error, self.info.clone(), self.context, &Redactor::new(&self.authorization))
    }
}

impl Stream for MediaStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(chunk) = self.poll_chunk(context) else { return Poll::Pending };
        let outcome = match chunk {
            Some(chunk) => Some(chunk.and_then(|chunk| self.count(chunk))),
            // the stream ended before
            None if self.chunks.is_none() => None,
            None => self.check_end().err().map(Err),
        };
        if !matches!(outcome, Some(Ok(_))) {
            self.chunks = None;
        }
        Poll::Ready(outcome.map(|outcome| outcome.map_err(|error| self.complete(error))))
    }
}

/// Shows how many bytes were received.
impl fmt::Debug for MediaStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaStream")
            .field("received", &self.received)
            .field("content_length", &self.content_length)
            .field("has_ended", &self.chunks.is_none())
            .finish_non_exhaustive()
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cold]
fn too_large(max_size: u64) -> Error {
    let message = format!("there are more than {max_size} bytes, the limit of this download; raise it with `max_size`");
    Error::new(ErrorKind::TooLarge, message)
}

#[cold]
fn idle_error(timeout: Duration) -> Error {
    Error::new(ErrorKind::Timeout, format!("no further bytes arrived within {}", Wait(timeout)))
}

const MAX_CONTENT_TYPE: usize = 200;
