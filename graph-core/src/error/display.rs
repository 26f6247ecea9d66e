//! The one line that an error displays.

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
        if let Some(context) = inner.context {
            write!(f, "{context}: ")?;
            // The errors of addresses and of decoding name the resource as well.
            message = context.resource().map_or(message, |resource| without_resource(message, resource));
        }
        match (&inner.service, self.status()) {
            (Some(service), _) => write_service_error(f, service)?,
            (None, Some(status)) if inner.kind != ErrorKind::Redirect && status.is_success() => {
                write!(f, "the service responded with {status}, but {message}")?;
            }
            _ => f.write_str(message)?,
        }
        match inner.retry_after.filter(|_| self.is_throttled()) {
            Some(wait) if wait.is_zero() => f.write_str("; retry now")?,
            Some(wait) => write!(f, "; retry in {}", Wait(wait))?,
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
            (Some(id), _) => write!(f, " (request-id {})", excerpt(id, MAX_ID)),
            (None, Some(id)) => write!(f, " (client-request-id {id})"),
            (None, None) => Ok(()),
        }
    }
}

/// The maximum lengths in `Display`, which are shorter than those of the stored texts.
const MAX_MESSAGE: usize = 500;
const MAX_TARGET: usize = 100;
const MAX_CODE: usize = 100;
const MAX_ID: usize = 64;

fn without_resource<'a>(message: &'a str, resource: &str) -> &'a str {
    let rest = message.strip_prefix('`').and_then(|rest| rest.strip_prefix(resource));
    rest.and_then(|rest| rest.strip_prefix("`: ")).unwrap_or(message)
}

fn write_service_error(f: &mut fmt::Formatter<'_>, service: &ServiceError) -> fmt::Result {
    let status = service.status;
    if status.is_success() {
        write!(f, "the service responded with {status}, but the body is an error")?;
    } else if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
        write!(f, "the service failed with {status}")?;
    } else {
        write!(f, "the service rejected the request with {status}")?;
    }
    let (same, other) = select_details(service);
    let target = service.target().or_else(|| same.and_then(ErrorDetail::target));
    write_detail(f, ", ", service.code(), target, service.message())?;
    let more = service.details.len() + service.further_details - usize::from(same.is_some());
    match other {
        Some(_) if same.is_some() => write!(f, " (and {more} more)")?,
        Some(first) => {
            f.write_str(" (")?;
            write_detail(f, "", first.code(), first.target(), first.message())?;
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

/// Returns the detail with the same message as the error itself, and the first of the others.
fn select_details(service: &ServiceError) -> (Option<&ErrorDetail>, Option<&ErrorDetail>) {
    let is_same = |detail: &ErrorDetail| detail.message().is_some() && detail.message() == service.message();
    let same = service.details.iter().position(is_same);
    let other = service.details.iter().enumerate().find(|(index, _)| Some(*index) != same).map(|(_, other)| other);
    (same.and_then(|index| service.details.get(index)), other)
}

/// Writes "`code` at `target`: message", without the parts that are absent. A target that the message contains is left out.
fn write_detail(
    f: &mut fmt::Formatter<'_>,
    separator: &str,
    code: Option<&str>,
    target: Option<&str>,
    message: Option<&str>,
) -> fmt::Result {
    if let Some(code) = code {
        write!(f, "{separator}`{}`", excerpt(code, MAX_CODE))?;
    }
    let message = message.map(|message| excerpt(message, MAX_MESSAGE));
    let is_named = |target: &&str| message.as_deref().is_some_and(|message| message.contains(target));
    let target = target.filter(|target| !is_named(target));
    if let Some(target) = target {
        let space = if code.is_some() || !separator.is_empty() { " " } else { "" };
        write!(f, "{space}at `{}`", excerpt(target, MAX_TARGET))?;
    }
    if let Some(message) = message {
        let colon = if code.is_some() || target.is_some() || !separator.is_empty() { ": " } else { "" };
        write!(f, "{colon}{}", message.strip_suffix('.').unwrap_or(&message))?;
    }
    Ok(())
}
