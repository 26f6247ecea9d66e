use std::fmt;
use std::io;
use std::time::Duration;

use http::StatusCode;

use super::kind::ErrorKind;
use crate::redact::excerpt;

/// One attempt of a call that failed.
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
    pub(crate) unprocessed: bool,
}

impl FailedAttempt {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The HTTP status, if the service answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The code of the service's error.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's id of this attempt: each has its own, while the client's id is that of the call.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// What happened to the connection, if it is known.
    pub fn io_error_kind(&self) -> Option<io::ErrorKind> {
        self.io_error_kind
    }

    /// How long the client waited before this attempt; zero before the first.
    pub fn waited(&self) -> Duration {
        self.waited
    }

    /// Whether the service may have done what was asked, as far as can be known from outside.
    ///
    /// A 5xx may come from a gateway behind which the service acted. It does not decide what is sent again; that is a
    /// [`Verdict`](super::Verdict).
    pub(crate) fn may_have_acted(&self) -> bool {
        let acted = |status: StatusCode| {
            status.is_success()
                || status.is_server_error()
                || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::SEE_OTHER)
        };
        match self.status {
            Some(status) => acted(status),
            None => matches!(self.kind, ErrorKind::Timeout | ErrorKind::Transport) && !self.unprocessed,
        }
    }
}

impl fmt::Display for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.status, self.io_error_kind) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(fault)) => write!(f, "{} ({fault})", self.kind)?,
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
