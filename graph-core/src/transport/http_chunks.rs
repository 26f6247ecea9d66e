//! The chunks of a body that reqwest receives.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};

use super::body_stream::Chunks;
use super::gunzip::Gunzip;
use crate::error::Error;
use crate::failure::ErrorKind;

/// How many bytes are decompressed at once. They become at most 1,032 times as many
/// ([RFC 1951](https://www.rfc-editor.org/rfc/rfc1951): 258 bytes in two bits), so that a chunk does not endanger the process.
const PIECE: usize = 4 << 10;
const MAX_PIECE: usize = 1_100 * PIECE;

/// A body that is read, and decompressed if it is compressed.
struct HttpBody<F> {
    response: reqwest::Response,
    gunzip: Option<Gunzip>,
    /// What has arrived and was not decompressed yet.
    compressed: Bytes,
    /// Converts the errors of the connection.
    convert: F,
    has_ended: bool,
}

/// Returns the chunks of a body; `convert` converts the errors of the connection.
pub(super) fn chunks(
    response: reqwest::Response,
    is_gzip: bool,
    convert: impl FnMut(reqwest::Error) -> Error + Send + 'static,
) -> Chunks {
    let gunzip = is_gzip.then(|| Gunzip::new(MAX_PIECE));
    let body = HttpBody { response, gunzip, compressed: Bytes::new(), convert, has_ended: false };
    stream::unfold(body, |mut body| async move {
        let chunk = body.next().await?;
        body.has_ended |= chunk.is_err();
        Some((chunk, body))
    })
    .boxed()
}

impl<F: FnMut(reqwest::Error) -> Error> HttpBody<F> {
    async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        loop {
            if let Some(gunzip) = self.gunzip.as_mut().filter(|_| !self.compressed.is_empty()) {
                let piece = self.compressed.split_to(self.compressed.len().min(PIECE));
                if let Err(error) = gunzip.push(&piece) {
                    return Some(Err(corrupt(error)));
                }
                let bytes = gunzip.take();
                if !bytes.is_empty() {
                    return Some(Ok(bytes.into()));
                }
                continue;
            }
            if self.has_ended {
                return None;
            }
            match self.response.chunk().await {
                Ok(Some(chunk)) if self.gunzip.is_some() => self.compressed = chunk,
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(Some(chunk)) => return Some(Ok(chunk)),
                Ok(None) => {
                    self.has_ended = true;
                    let gunzip = self.gunzip.as_mut()?;
                    if let Err(error) = gunzip.finish() {
                        return Some(Err(corrupt(error)));
                    }
                    let rest = gunzip.take();
                    return (!rest.is_empty()).then(|| Ok(rest.into()));
                }
                Err(error) => return Some(Err((self.convert)(error))),
            }
        }
    }
}

#[cold]
fn corrupt(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Decode, "the response body cannot be decompressed")
        .with_io_error_kind(Some(error.kind()))
        .with_source(error)
}
