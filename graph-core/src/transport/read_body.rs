//! Reads whole response bodies, up to a limit.

use std::any::Any;
use std::future::poll_fn;
use std::io;
use std::pin::pin;

use bytes::{Buf, Bytes};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body::Body;

use super::body::ResponseBody;
use super::connection_error::BoxError;
use super::gunzip::Gunzip;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::response::ResponseInfo;

/// The maximum sizes of response bodies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLimits {
    /// A larger body of a successful response is an error.
    pub(crate) success: usize,
    /// A larger body of an error response is truncated.
    pub(crate) error: usize,
}

impl BodyLimits {
    /// 64 MiB is more than Graph sends for one entity or page, and does not endanger the process.
    pub(crate) const DEFAULT: Self = Self { success: 64 << 20, error: 64 << 10 };
}

/// Reads the body of `response`; `convert` converts the errors of the body.
pub(super) async fn read_body<B>(
    response: http::Response<B>,
    limits: BodyLimits,
    convert: fn(BoxError) -> Error,
) -> Result<http::Response<ResponseBody>, Error>
where
    B: Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (parts, mut body) = response.into_parts();
    if let Some(body) = (&mut body as &mut dyn Any).downcast_mut::<ResponseBody>() {
        // A layer passed on a response of this transport, or a custom service created such a body.
        let body = std::mem::take(body);
        let mut buffer = BodyBuffer::new(parts.status, &parts.headers, limits)?;
        if body.is_truncated() {
            buffer.truncate();
        }
        buffer.push(body.into_bytes(), &parts.headers)?;
        let body = buffer.finish(&parts.headers)?;
        return Ok(http::Response::from_parts(parts, body));
    }
    let mut buffer = BodyBuffer::new(parts.status, &parts.headers, limits)?;
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = match frame {
            Ok(frame) => frame,
            // The status and headers of an error response are valid even if its body cannot be read to the end.
            Err(_) if !parts.status.is_success() => {
                buffer.truncate();
                break;
            }
            Err(error) => return Err(convert(error.into()).with_info(ResponseInfo::new(parts.status, &parts.headers))),
        };
        if let Ok(mut data) = frame.into_data()
            && !buffer.push(data.copy_to_bytes(data.remaining()), &parts.headers)?
        {
            break;
        }
    }
    let body = buffer.finish(&parts.headers)?;
    Ok(http::Response::from_parts(parts, body))
}

/// The part of a body that has arrived. A single chunk, the usual case, is not copied.
pub(super) struct BodyBuffer {
    status: StatusCode,
    first: Bytes,
    rest: Vec<u8>,
    limit: usize,
    is_truncated: bool,
    /// The decoder of a compressed body.
    gunzip: Option<Box<Gunzip>>,
}

impl BodyBuffer {
    /// Creates a buffer. Fails if the `Content-Length` is larger than the limit.
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, limits: BodyLimits) -> Result<Self, Error> {
        let limit = if status.is_success() { limits.success } else { limits.error };
        let buffer = Self { status, first: Bytes::new(), rest: Vec::new(), limit, is_truncated: false, gunzip: None };
        let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        match announced {
            Some(length) if status.is_success() && length > limit as u64 => Err(buffer.too_large(headers)),
            _ => Ok(buffer),
        }
    }

    /// Creates a buffer for a compressed body. The limit applies to the decompressed size.
    pub(super) fn for_gzip(status: StatusCode, limits: BodyLimits) -> Self {
        let limit = if status.is_success() { limits.success } else { limits.error };
        let gunzip = Some(Box::new(Gunzip::new(limit)));
        Self { status, first: Bytes::new(), rest: Vec::new(), limit, is_truncated: false, gunzip }
    }

    /// Records that the end is missing.
    pub(super) fn truncate(&mut self) {
        self.is_truncated = true;
    }

    /// Appends a chunk. Returns whether to read more.
    pub(super) fn push(&mut self, mut chunk: Bytes, headers: &HeaderMap) -> Result<bool, Error> {
        if let Some(gunzip) = &mut self.gunzip {
            let outcome = gunzip.push(&chunk);
            return self.check_gunzip(outcome, headers);
        }
        let remaining = self.limit.saturating_sub(self.first.len() + self.rest.len());
        if chunk.len() > remaining {
            if self.status.is_success() {
                return Err(self.too_large(headers));
            }
            chunk.truncate(remaining);
            self.is_truncated = true;
        }
        if self.first.is_empty() {
            self.first = chunk;
        } else {
            self.rest.extend_from_slice(&chunk);
        }
        Ok(!self.is_truncated)
    }

    pub(super) fn finish(mut self, headers: &HeaderMap) -> Result<ResponseBody, Error> {
        if let Some(gunzip) = &mut self.gunzip {
            let outcome = gunzip.finish();
            self.check_gunzip(outcome, headers)?;
            let bytes = self.gunzip.as_deref_mut().map(Gunzip::take).unwrap_or_default();
            return Ok(ResponseBody::new(bytes.into(), self.is_truncated));
        }
        let bytes = if self.rest.is_empty() { self.first } else { [&*self.first, &*self.rest].concat().into() };
        Ok(ResponseBody::new(bytes, self.is_truncated))
    }

    /// Checks the result of decompression. Returns whether to read more.
    fn check_gunzip(&mut self, outcome: io::Result<bool>, headers: &HeaderMap) -> Result<bool, Error> {
        match outcome {
            Ok(true) => return Ok(true),
            Ok(false) if self.status.is_success() => return Err(self.too_large(headers)),
            Err(error) if self.status.is_success() => return Err(self.corrupt(error, headers)),
            // The status and headers of an error response are valid even if its body cannot be decompressed.
            Ok(false) | Err(_) => self.is_truncated = true,
        }
        Ok(false)
    }

    #[cold]
    fn corrupt(&self, error: io::Error, headers: &HeaderMap) -> Error {
        Error::new(ErrorKind::Decode, "the response body cannot be decompressed")
            .with_io_error_kind(Some(error.kind()))
            .with_source(error)
            .with_info(ResponseInfo::new(self.status, headers))
    }

    #[cold]
    fn too_large(&self, headers: &HeaderMap) -> Error {
        let message = format!("the response body is larger than {} bytes, the limit of this client", self.limit);
        Error::new(ErrorKind::TooLarge, message).with_info(ResponseInfo::new(self.status, headers))
    }
}
