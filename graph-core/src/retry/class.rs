//! Classifies failures: the table of the [module](crate::retry) in code.

use std::io;

use http::StatusCode;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Whether a failed request may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryClass {
    /// The service did not process the request.
    Always,
    /// The service may have processed the request.
    IfRetryable,
    /// A retry would fail again, or do harm.
    Never,
}

impl RetryClass {
    /// Classifies an error; `is_unprocessed` states whether the service reported that it did not process the request.
    pub(crate) fn of(error: &Error, is_unprocessed: bool) -> Self {
        match error.kind() {
            ErrorKind::Service => error.status().map_or(Self::Never, Self::of_status),
            // a wrong certificate, for example
            ErrorKind::Connect if error.io_error_kind() == Some(io::ErrorKind::InvalidData) => Self::Never,
            ErrorKind::Connect => Self::Always,
            ErrorKind::Transport if is_unprocessed => Self::Always,
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

    pub(crate) fn allows_retry(self, is_retryable: bool) -> bool {
        match self {
            Self::Always => true,
            Self::IfRetryable => is_retryable,
            Self::Never => false,
        }
    }
}
