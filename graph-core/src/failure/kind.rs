use std::fmt;

/// The kinds of [`Error`](crate::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An address cannot be written: a segment is empty, `.`, `..` or holds a control character. Nothing was sent.
    Address,
    /// A request cannot be written: an ETag or a URL is wrong, or an address is too long. Nothing was sent.
    Request,
    /// The client cannot be built as configured.
    Configuration,
    /// No access token could be acquired, so the attempt was not sent.
    Credential,
    /// The request would have taken the access token to another origin than the configured one. Nothing was sent.
    Origin,
    /// The client was shut down; see [`GraphClient::shutdown`](crate::GraphClient::shutdown). Nothing was sent after that.
    Closed,
    /// No connection could be made. The service saw nothing of the last attempt.
    Connect,
    /// The time limit of the last attempt or the deadline of the call passed. The service may have acted on the request.
    Timeout,
    /// The connection broke. The service may have acted on the request, unless the message says that it did not process it.
    Transport,
    /// The service asks to wait longer than the deadline of the call allows, so the call ended at once: see
    /// [`Error::retry_at`](crate::Error::retry_at).
    Throttled,
    /// The service redirected. Redirects are never followed, so that the access token cannot leave its origin.
    Redirect,
    /// The service answered with an error: see [`Error::service`](crate::Error::service).
    Service,
    /// The answer is not the declared resource; [`Error::service`](crate::Error::service) is there if it is an error of the service
    /// in spite of its status.
    Decode,
    /// The answer is larger than the client's limit.
    TooLarge,
}

impl ErrorKind {
    /// The name that telemetry carries as `error.type`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Request => "request",
            Self::Configuration => "configuration",
            Self::Credential => "credential",
            Self::Origin => "origin",
            Self::Closed => "closed",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Throttled => "throttled",
            Self::Redirect => "redirect",
            Self::Service => "service",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
