//! Reads a body whole, within limits.

use std::any::Any;
use std::future::poll_fn;
use std::io;
use std::pin::pin;

use bytes::{Buf, Bytes};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body::Body;

use super::gunzip::Gunzip;
use super::{BoxError, ResponseBody};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::response::ResponseInfo;

/// How much of a body is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// A larger answer is an error.
    pub(crate) answer: usize,
    /// A larger error is cut.
    pub(crate) error: usize,
}

impl Limits {
    /// 64 MiB: above what Graph sends for one entity or page, and no danger to the process.
    pub(crate) const DEFAULT: Self = Self { answer: 64 << 20, error: 64 << 10 };
}

/// Reads the body of `response`; `fault` makes an error of what goes wrong meanwhile.
pub(super) async fn buffer<B>(
    response: http::Response<B>,
    limits: Limits,
    fault: fn(BoxError) -> Error,
) -> Result<http::Response<ResponseBody>, Error>
where
    B: Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (parts, mut body) = response.into_parts();
    if let Some(body) = (&mut body as &mut dyn Any).downcast_mut::<ResponseBody>() {
        // A layer gave our own answer through, or a service of somebody else's made one.
        let body = std::mem::take(body);
        let mut buffer = Buffer::new(parts.status, &parts.headers, limits)?;
        if body.is_cut() {
            buffer.cut();
        }
        buffer.push(body.into_bytes(), &parts.headers)?;
        let body = buffer.finish(&parts.headers)?;
        return Ok(http::Response::from_parts(parts, body));
    }
    let mut buffer = Buffer::new(parts.status, &parts.headers, limits)?;
    let mut body = pin!(body);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = match frame {
            Ok(frame) => frame,
            // A refusal is one, even if its reasons cannot be read to the end: its status and headers are what counts.
            Err(_) if !parts.status.is_success() => {
                buffer.cut();
                break;
            }
            Err(error) => return Err(fault(error.into()).with_info(ResponseInfo::new(parts.status, &parts.headers))),
        };
        if let Ok(mut data) = frame.into_data() {
            let wanted = buffer.push(data.copy_to_bytes(data.remaining()), &parts.headers)?;
            if !wanted {
                break;
            }
        }
    }
    let body = buffer.finish(&parts.headers)?;
    Ok(http::Response::from_parts(parts, body))
}

/// What arrived of a body. One chunk, the usual case, is not copied.
pub(super) struct Buffer {
    status: StatusCode,
    first: Bytes,
    rest: Vec<u8>,
    limit: usize,
    cut: bool,
    /// There if the body is decompressed on the way.
    gunzip: Option<Box<Gunzip>>,
}

impl Buffer {
    /// Refuses a body that says beforehand that it is too large.
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, limits: Limits) -> Result<Self, Error> {
        let limit = if status.is_success() { limits.answer } else { limits.error };
        let buffer = Self { status, first: Bytes::new(), rest: Vec::new(), limit, cut: false, gunzip: None };
        let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        match announced {
            Some(length) if status.is_success() && length > limit as u64 => Err(buffer.too_large(headers)),
            _ => Ok(buffer),
        }
    }

    /// The same for a body that is compressed: the limit is that of what it unfolds to.
    pub(super) fn of_gzip(status: StatusCode, limits: Limits) -> Self {
        let limit = if status.is_success() { limits.answer } else { limits.error };
        let gunzip = Some(Box::new(Gunzip::new(limit)));
        Self { status, first: Bytes::new(), rest: Vec::new(), limit, cut: false, gunzip }
    }

    /// Says that the end is missing.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    /// Takes a chunk; false when no more is wanted.
    pub(super) fn push(&mut self, mut chunk: Bytes, headers: &HeaderMap) -> Result<bool, Error> {
        if let Some(gunzip) = &mut self.gunzip {
            let outcome = gunzip.push(&chunk);
            return self.note(outcome, headers);
        }
        let room = self.limit.saturating_sub(self.first.len() + self.rest.len());
        if chunk.len() > room {
            if self.status.is_success() {
                return Err(self.too_large(headers));
            }
            chunk.truncate(room);
            self.cut = true;
        }
        if self.first.is_empty() {
            self.first = chunk;
        } else {
            self.rest.extend_from_slice(&chunk);
        }
        Ok(!self.cut)
    }

    pub(super) fn finish(mut self, headers: &HeaderMap) -> Result<ResponseBody, Error> {
        if let Some(gunzip) = &mut self.gunzip {
            let outcome = gunzip.finish();
            self.note(outcome, headers)?;
            let bytes = self.gunzip.as_deref_mut().map(Gunzip::take).unwrap_or_default();
            return Ok(ResponseBody::new(bytes.into(), self.cut));
        }
        let bytes = if self.rest.is_empty() { self.first } else { [&*self.first, &*self.rest].concat().into() };
        Ok(ResponseBody::new(bytes, self.cut))
    }

    /// What became of decompressing: whether more is wanted. A refusal is one, even if its reasons cannot be read to the end.
    fn note(&mut self, outcome: io::Result<bool>, headers: &HeaderMap) -> Result<bool, Error> {
        match outcome {
            Ok(true) => return Ok(true),
            Ok(false) if self.status.is_success() => return Err(self.too_large(headers)),
            Err(fault) if self.status.is_success() => return Err(self.corrupt(fault, headers)),
            Ok(false) | Err(_) => self.cut = true,
        }
        Ok(false)
    }

    #[cold]
    fn corrupt(&self, fault: io::Error, headers: &HeaderMap) -> Error {
        Error::new(ErrorKind::Decode, "what it sent cannot be decompressed")
            .with_io_error_kind(Some(fault.kind()))
            .with_source(fault)
            .with_info(ResponseInfo::new(self.status, headers))
    }

    fn too_large(&self, headers: &HeaderMap) -> Error {
        let message = format!("its answer is larger than {} bytes, the limit of this client", self.limit);
        Error::new(ErrorKind::TooLarge, message).with_info(ResponseInfo::new(self.status, headers))
    }
}
