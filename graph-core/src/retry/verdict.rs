//! What is sent again: the table of the [module](crate::retry), in code.

use std::io;

use http::StatusCode;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Whether a request that failed may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The service did nothing.
    Always,
    /// The service may have done it.
    IfRetryable,
    /// It would fail again, or do harm.
    Never,
}

impl Verdict {
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Service => error.status().map_or(Self::Never, Self::of_status),
            // a certificate that is wrong stays wrong
            ErrorKind::Connect if error.io_error_kind() == Some(io::ErrorKind::InvalidData) => Self::Never,
            ErrorKind::Connect => Self::Always,
            ErrorKind::Transport if error.is_unprocessed() => Self::Always,
            ErrorKind::Timeout | ErrorKind::Transport => Self::IfRetryable,
            _ => Self::Never,
        }
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Self::Always,
            StatusCode::REQUEST_TIMEOUT | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => Self::IfRetryable,
            _ => Self::Never,
        }
    }

    pub(crate) fn allows(self, retryable: bool) -> bool {
        match self {
            Self::Always => true,
            Self::IfRetryable => retryable,
            Self::Never => false,
        }
    }
}
