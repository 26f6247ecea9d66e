//! Request bodies, up to a limit.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// How much of a body above the limit is read and forgotten, as a multiple of the limit. A client that is still sending
/// when the connection closes may see the reset instead of the answer.
const PATIENCE: usize = 16;

/// A body that arrived.
#[derive(Debug)]
pub(crate) enum Received {
    Whole(Bytes),
    /// The beginning of a body that is too large.
    TooLarge(Bytes),
}

impl Received {
    pub(crate) fn bytes(&self) -> &Bytes {
        match self {
            Self::Whole(bytes) | Self::TooLarge(bytes) => bytes,
        }
    }
}

/// Reads a body.
///
/// # Errors
/// When the client goes away.
pub(crate) async fn receive(mut body: Incoming, limit: usize) -> Result<Received, hyper::Error> {
    let mut kept = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length = length.saturating_add(data.len());
        let room = limit.saturating_sub(kept.len());
        kept.extend_from_slice(data.get(..room).unwrap_or(&data));
        if length > limit.saturating_mul(PATIENCE) {
            break;
        }
    }
    let bytes = kept.freeze();
    Ok(if length > limit { Received::TooLarge(bytes) } else { Received::Whole(bytes) })
}
