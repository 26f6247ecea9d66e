//! The one line that an error shows.

use std::fmt;

use http::StatusCode;

use super::{Error, ErrorKind, ServiceError, excerpt};
use crate::retry::FailedAttempt;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut message = &*inner.message;
        if let Some(call) = inner.call {
            write!(f, "{call}: ")?;
            // Faults in addresses and answers name the resource by themselves.
            message = call.resource().map_or(message, |resource| without_name(message, resource));
        }
        match (&inner.service, self.status()) {
            (Some(service), _) => show_service(f, service)?,
            (None, Some(status)) if inner.kind != ErrorKind::Redirect && status.is_success() => {
                write!(f, "the service answered {status}, but {message}")?;
            }
            _ => f.write_str(message)?,
        }
        if let Some(wait) = inner.retry_after.filter(|_| self.is_throttled()) {
            write!(f, "; ask again in {wait:.1?}")?;
        }
        if let Some(permissions) = &inner.permissions {
            write!(f, "; {permissions}")?;
        } else if let Some(hint) = self.hint() {
            write!(f, "; {hint}")?;
        }
        if let attempts @ 2.. = inner.failed_attempts.len() {
            write!(f, " (after {attempts} attempts)")?;
        }
        match (self.request_id(), self.client_request_id()) {
            (Some(id), _) => write!(f, " (request-id {})", excerpt(id, ID)),
            (None, Some(id)) => write!(f, " (client-request-id {id})"),
            (None, None) => Ok(()),
        }
    }
}

impl Error {
    /// What a person can do, where the service rarely says it.
    fn hint(&self) -> Option<&'static str> {
        let is_update = self.0.call.is_some_and(|call| !call.is_read());
        let advice = match (self.kind(), self.status()) {
            (ErrorKind::Service, Some(StatusCode::UNAUTHORIZED)) => Some("get a new access token for this cloud"),
            (ErrorKind::Service, Some(StatusCode::FORBIDDEN)) => Some("grant the application or user the permission"),
            (ErrorKind::Service, Some(StatusCode::PRECONDITION_FAILED)) => {
                Some("the entity changed: read it again, then repeat the update")
            }
            (ErrorKind::Service, Some(StatusCode::TOO_MANY_REQUESTS)) => Some("send fewer requests"),
            (_, Some(status)) if is_update && status.is_success() => Some("the update was made all the same"),
            _ => None,
        };
        let unknown = || {
            let may_have = self.failed_attempts().iter().any(FailedAttempt::may_have_acted);
            (is_update && may_have).then_some("the update may or may not have been made")
        };
        advice.or_else(unknown)
    }
}

/// Longer messages are cut in `Display`; [`ServiceError::message`] has them whole.
const MESSAGE: usize = 500;
const CODE: usize = 100;
const ID: usize = 64;

fn without_name<'a>(message: &'a str, resource: &str) -> &'a str {
    let rest = message.strip_prefix('`').and_then(|rest| rest.strip_prefix(resource));
    rest.and_then(|rest| rest.strip_prefix("`: ")).unwrap_or(message)
}

fn show_service(f: &mut fmt::Formatter<'_>, service: &ServiceError) -> fmt::Result {
    write!(f, "refused with {}", service.status)?;
    if let Some(code) = service.code() {
        write!(f, ", `{}`", excerpt(code, CODE))?;
    }
    if let Some(message) = service.message() {
        let message = excerpt(message, MESSAGE);
        write!(f, ": {}", message.strip_suffix('.').unwrap_or(&message))?;
    }
    if let Some(note) = service.note {
        write!(f, " ({note})")?;
    }
    Ok(())
}
