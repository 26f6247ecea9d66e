use std::fmt;
use std::io;
use std::time::Duration;

use http::StatusCode;

use super::kind::ErrorKind;
use crate::redact::excerpt;

/// A failed attempt of a call.
///
/// `Display` is a line such as `503 Service Unavailable, ServiceUnavailable, request-id 4bb3…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedAttempt {
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<StatusCode>,
    pub(crate) code: Option<Box<str>>,
    pub(crate) request_id: Option<Box<str>>,
    pub(crate) io_error_kind: Option<io::ErrorKind>,
    pub(crate) waited: Duration,
    /// Whether the service reported that it did not process the request.
    pub(crate) is_unprocessed: bool,
}

impl FailedAttempt {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the HTTP status, if the service responded.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the code of the service's error.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the id that the service gave to this attempt.
    ///
    /// Each attempt has its own, while all attempts of a call have the same client request id.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the kind of the I/O error, if there was one.
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        self.io_error_kind
    }

    /// Returns how long the client waited before this attempt. It is zero for the first one.
    pub fn waited(&self) -> Duration {
        self.waited
    }

    /// Returns whether the service may have processed the request, as far as a client can know.
    ///
    /// A 5xx may come from a gateway although the service behind it has processed the request. This does not decide what is
    /// retried; see [`RetryClass`](crate::retry::RetryClass).
    pub(crate) fn may_have_been_processed(&self) -> bool {
        let may_have_been = |status: StatusCode| {
            status.is_success()
                || status.is_server_error()
                || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::SEE_OTHER)
        };
        match self.status {
            Some(status) => may_have_been(status),
            None => matches!(self.kind, ErrorKind::Timeout | ErrorKind::Transport) && !self.is_unprocessed,
        }
    }
}

impl fmt::Display for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, self.io_error_kind) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(error)) => write!(f, "{} ({error})", self.kind)?,
            (None, None) => write!(f, "{}", self.kind)?,
        }
        if let Some(code) = self.code() {
            write!(f, ", {}", excerpt(code, 60))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, ", request-id {}", excerpt(id, 60))?;
        }
        Ok(())
    }
}
