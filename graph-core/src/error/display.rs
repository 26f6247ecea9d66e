//! The one line that an error shows.

use std::fmt;

use http::StatusCode;

use super::detail::ErrorDetail;
use super::graph_error::Error;
use super::service::ServiceError;
use super::wait::Wait;
use crate::failure::ErrorKind;
use crate::redact::excerpt;

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
        match inner.retry_after.filter(|_| self.is_throttled()) {
            Some(wait) if wait.is_zero() => f.write_str("; ask again at once")?,
            Some(wait) => write!(f, "; ask again in {}", Wait(wait))?,
            None => {}
        }
        if let Some(permissions) = &inner.permissions {
            write!(f, "; {permissions}")?;
        } else if let Some(advice) = self.advice() {
            write!(f, "; {advice}")?;
        }
        if let Some(outcome) = self.outcome() {
            write!(f, "; {outcome}")?;
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

/// Longer messages are cut further in `Display`.
const MESSAGE: usize = 500;
const TARGET: usize = 100;
const CODE: usize = 100;
const ID: usize = 64;

fn without_name<'a>(message: &'a str, resource: &str) -> &'a str {
    let rest = message.strip_prefix('`').and_then(|rest| rest.strip_prefix(resource));
    rest.and_then(|rest| rest.strip_prefix("`: ")).unwrap_or(message)
}

fn show_service(f: &mut fmt::Formatter<'_>, service: &ServiceError) -> fmt::Result {
    let status = service.status;
    if status.is_success() {
        write!(f, "the service answered {status}, but with an error")?;
    } else if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        write!(f, "failed with {status}")?;
    } else {
        write!(f, "refused with {status}")?;
    }
    let (same, others) = split(service);
    let target = service.target().or_else(|| same.and_then(ErrorDetail::target));
    show_fault(f, ", ", service.code(), target, service.message())?;
    let more = service.details.len() + service.further_details - usize::from(same.is_some());
    match others {
        Some(_) if same.is_some() => write!(f, " (and {more} more)")?,
        Some(first) => {
            f.write_str(" (")?;
            show_fault(f, "", first.code(), first.target(), first.message())?;
            if more > 1 {
                write!(f, "; and {} more", more - 1)?;
            }
            f.write_str(")")?;
        }
        None => {}
    }
    if let Some(note) = service.note {
        write!(f, " ({note})")?;
    }
    Ok(())
}

/// The detail that says what the error itself says, and the first of the others.
fn split(service: &ServiceError) -> (Option<&ErrorDetail>, Option<&ErrorDetail>) {
    let is_same = |detail: &ErrorDetail| detail.message().is_some() && detail.message() == service.message();
    let same = service.details.iter().position(is_same);
    let other = service.details.iter().enumerate().find(|(index, _)| Some(*index) != same).map(|(_, other)| other);
    (same.and_then(|index| service.details.get(index)), other)
}

/// "`code` at `target`: message", without what is not there. A target that the message names is not named again.
fn show_fault(
    f: &mut fmt::Formatter<'_>,
    before_code: &str,
    code: Option<&str>,
    target: Option<&str>,
    message: Option<&str>,
) -> fmt::Result {
    if let Some(code) = code {
        write!(f, "{before_code}`{}`", excerpt(code, CODE))?;
    }
    let message = message.map(|message| excerpt(message, MESSAGE));
    let is_named = |target: &&str| message.as_deref().is_some_and(|message| message.contains(target));
    let target = target.filter(|target| !is_named(target));
    if let Some(target) = target {
        let space = if code.is_some() || !before_code.is_empty() { " " } else { "" };
        write!(f, "{space}at `{}`", excerpt(target, TARGET))?;
    }
    if let Some(message) = message {
        let colon = if code.is_some() || target.is_some() || !before_code.is_empty() { ": " } else { "" };
        write!(f, "{colon}{}", message.strip_suffix('.').unwrap_or(&message))?;
    }
    Ok(())
}
