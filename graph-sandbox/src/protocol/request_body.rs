//! Request bodies, up to a limit.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// The length that is read of a body above the limit, as a multiple of the limit.
///
/// A client that is still sending when the connection is closed may receive a reset instead of the response.
const MAX_READ_FACTOR: usize = 16;

/// The body of a request.
#[derive(Debug)]
pub(crate) enum ReceivedBody {
    Complete(Bytes),
    /// The beginning of a body above the limit.
    TooLarge(Bytes),
}

impl ReceivedBody {
    pub(crate) fn bytes(&self) -> &Bytes {
        match self {
            Self::Complete(bytes) | Self::TooLarge(bytes) => bytes,
        }
    }
}

/// Reads a body.
///
/// # Errors
/// Returns an error if the client closes the connection.
pub(crate) async fn receive(mut body: Incoming, limit: usize) -> Result<ReceivedBody, hyper::Error> {
    let mut stored = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length = length.saturating_add(data.len());
        let remaining = limit.saturating_sub(stored.len());
        stored.extend_from_slice(data.get(..remaining).unwrap_or(&data));
        if length > limit.saturating_mul(MAX_READ_FACTOR) {
            break;
        }
    }
    let bytes = stored.freeze();
    Ok(if length > limit { ReceivedBody::TooLarge(bytes) } else { ReceivedBody::Complete(bytes) })
}
