use std::fmt;

/// The kind of an [`Error`](crate::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An address is not valid: a segment is empty, `.`, `..` or contains a control character. Nothing was sent.
    Address,
    /// A request is not valid: a query, an ETag or a URL is wrong, or an address is too long. Nothing was sent.
    Request,
    /// The configuration of the client is not valid.
    Configuration,
    /// No access token could be acquired, so the attempt was not sent.
    Credential,
    /// The request would have sent the access token to another origin than the configured one. Nothing was sent.
    Origin,
    /// The client was shut down; see [`GraphClient::shutdown`](crate::GraphClient::shutdown). Nothing was sent after that.
    Closed,
    /// The client could not connect. The service did not receive the last attempt.
    Connect,
    /// The time limit of the last attempt or the deadline of the call passed. The service may have processed the request.
    Timeout,
    /// The connection broke. The service may have processed the request, unless the message states that it did not.
    Transport,
    /// The service may or may not have processed a request that must not be repeated, such as a creation or an action.
    ///
    /// The connection broke, a time limit passed, or the service responded with an error of its own, such as 500 or 504. A second request could
    /// create a second entity, so the client does not send one; see [`Error::failed_attempts`](crate::Error::failed_attempts) for the reason.
    Ambiguous,
    /// The service asks to wait until after the deadline of the call, so the call ended at once; see
    /// [`Error::retry_at`](crate::Error::retry_at).
    Throttled,
    /// The service responded with a redirect, which is not followed, so that the access token cannot leave its origin.
    ///
    /// Only [downloads](crate::GraphClient::download) follow redirects, without the token. For them, the redirect was not safe, or its
    /// target responded with an error.
    Redirect,
    /// The service responded with an error; see [`Error::service`](crate::Error::service).
    Service,
    /// The response is not the declared resource.
    ///
    /// [`Error::decode_error`](crate::Error::decode_error) returns the location. If the body is an error despite a status of
    /// success, [`Error::service`](crate::Error::service) returns it.
    Decode,
    /// The service returned an entity that does not match the filter of the query; see [`query`](crate::query).
    ///
    /// The entity is not returned to the caller.
    FilterIgnored,
    /// The pages of a list do not end: a link was repeated, or too many pages without entities followed each other.
    EndlessPages,
    /// More than one entity matches; see [`ListOperation::only`](crate::operation::ListOperation::only) and
    /// [`GraphClient::ensure`](crate::GraphClient::ensure).
    NotUnique,
    /// The response is larger than the limit of the client.
    TooLarge,
}

impl ErrorKind {
    /// Returns the name that is the `error.type` in telemetry.
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
            Self::Ambiguous => "ambiguous",
            Self::Throttled => "throttled",
            Self::Redirect => "redirect",
            Self::Service => "service",
            Self::Decode => "decode",
            Self::FilterIgnored => "filter_ignored",
            Self::EndlessPages => "endless_pages",
            Self::NotUnique => "not_unique",
            Self::TooLarge => "too_large",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
