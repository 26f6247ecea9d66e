//! Predicates for the common causes of errors.

use http::StatusCode;

use super::graph_error::Error;
use crate::failure::ErrorKind;

impl Error {
    /// Returns whether the entity, or another one in its path, does not exist (404).
    pub fn is_not_found(&self) -> bool {
        self.is_status(StatusCode::NOT_FOUND)
    }

    /// Returns whether the service throttled the request.
    ///
    /// It responded with 429, or requires a wait until after the deadline of the call.
    pub fn is_throttled(&self) -> bool {
        self.kind() == ErrorKind::Throttled || self.is_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether a condition of the request is not met (412).
    ///
    /// Usually the entity has changed. An earlier attempt of this call may have changed it, if the error has [attempts](Self::failed_attempts) that the service may
    /// have processed.
    pub fn is_precondition_failed(&self) -> bool {
        self.is_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the service rejected the access token (401).
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the service forbids the request (403), usually because the token lacks a permission.
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// Returns whether the request conflicts with the state of the service (409).
    pub fn is_conflict(&self) -> bool {
        self.is_status(StatusCode::CONFLICT)
    }

    /// Returns whether the service rejected the request as malformed (400).
    pub fn is_bad_request(&self) -> bool {
        self.is_status(StatusCode::BAD_REQUEST)
    }

    /// Returns whether the service failed (5xx).
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Service && self.status().is_some_and(|status| status.is_server_error())
    }

    /// Returns whether failed to acquire an access token, or the token is malformed.
    pub fn is_credential(&self) -> bool {
        self.kind() == ErrorKind::Credential
    }

    /// Returns whether a time limit passed before the response was complete.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether the client could not connect.
    ///
    /// The service did not receive the last attempt.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Returns whether the response is not the declared resource.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    fn is_status(&self, status: StatusCode) -> bool {
        self.kind() == ErrorKind::Service && self.status() == Some(status)
    }
}
