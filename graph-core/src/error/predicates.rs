//! The questions that programs ask an error.

use http::StatusCode;

use super::graph_error::Error;
use crate::failure::ErrorKind;

impl Error {
    /// Whether the service says that the entity, or what its path leads through, does not exist (404).
    pub fn is_not_found(&self) -> bool {
        self.refused_with(StatusCode::NOT_FOUND)
    }

    /// Whether the service asks to slow down (429), or would be available again only after the deadline of the call.
    pub fn is_throttled(&self) -> bool {
        self.kind() == ErrorKind::Throttled || self.refused_with(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the service refused a condition of the request (412): mostly that the entity still has the ETag that was read.
    ///
    /// What changed it may be an earlier attempt of this call, if the error has [attempts](Self::failed_attempts) that the service
    /// may have acted on.
    pub fn is_precondition_failed(&self) -> bool {
        self.refused_with(StatusCode::PRECONDITION_FAILED)
    }

    /// Whether the access token was refused (401).
    pub fn is_unauthorized(&self) -> bool {
        self.refused_with(StatusCode::UNAUTHORIZED)
    }

    /// Whether the service forbids the request (403), mostly because the token lacks a permission.
    pub fn is_forbidden(&self) -> bool {
        self.refused_with(StatusCode::FORBIDDEN)
    }

    /// Whether the request contradicts the state of the service (409).
    pub fn is_conflict(&self) -> bool {
        self.refused_with(StatusCode::CONFLICT)
    }

    /// Whether the service found the request itself wrong (400).
    pub fn is_bad_request(&self) -> bool {
        self.refused_with(StatusCode::BAD_REQUEST)
    }

    /// Whether the service failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Service && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether no access token could be acquired, or it cannot be one.
    pub fn is_credential(&self) -> bool {
        self.kind() == ErrorKind::Credential
    }

    /// Whether the time limit passed before the answer was complete.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether no connection could be made, so that the service saw nothing of the last attempt.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the service answered with something that is not the declared resource.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    fn refused_with(&self, status: StatusCode) -> bool {
        self.kind() == ErrorKind::Service && self.status() == Some(status)
    }
}
