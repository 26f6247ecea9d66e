//! Classifies the errors of the libraries below: what went wrong between a request and its response.
//!
//! The types of those libraries are looked up in the chain of sources, because reqwest does not expose them.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use super::deadline::Deadline;
use crate::error::{Error, Wait};
use crate::failure::ErrorKind;

/// The error of a service passed to [`GraphClientBuilder::service`](crate::GraphClientBuilder::service).
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The time limits of an attempt.
#[derive(Clone, Copy)]
pub(super) struct TimeLimits {
    pub(super) connect: Duration,
    pub(super) attempt: Duration,
    /// The deadline of the call, if it limits the attempt.
    pub(super) deadline: Option<Deadline>,
}

/// Converts the error of an attempt that received no response, or not all of it.
#[cold]
pub(super) fn from_reqwest(error: reqwest::Error, host: &str, limits: TimeLimits) -> Error {
    let mut io = io_error_kind(&error);
    let unprocessed = unprocessed_reason(&error);
    let (kind, message) = if error.is_connect() {
        let within = if error.is_timeout() {
            io = Some(io::ErrorKind::TimedOut);
            format!(" within {}", Wait(limits.connect.min(limits.attempt)))
        } else {
            String::new()
        };
        let message = match io {
            _ if is_out_of_descriptors(&error) => format!(
                "could not connect to `{host}` because this process has no file descriptors left; raise its limit \
                 (`ulimit -n`) or make fewer calls at the same time"
            ),
            Some(io::ErrorKind::InvalidData) => {
                format!("could not establish a secure connection to `{host}`; check its certificate and the proxy")
            }
            _ => format!("could not connect to `{host}`{within}; check the network and the proxy"),
        };
        (ErrorKind::Connect, message)
    } else if let Some(reason) = unprocessed {
        (ErrorKind::Transport, format!("`{host}` did not process the request: {reason}"))
    } else if error.is_timeout() && !is_connection_timeout(&error) {
        (ErrorKind::Timeout, timeout_message(host, limits))
    } else if error.is_timeout() {
        let is_ping_timeout = io != Some(io::ErrorKind::TimedOut);
        io = Some(io::ErrorKind::TimedOut);
        let reason = if is_ping_timeout {
            "it did not respond to an HTTP/2 PING"
        } else {
            "it did not acknowledge the data that was sent"
        };
        (ErrorKind::Transport, format!("the connection to `{host}` is dead: {reason}"))
    } else {
        (ErrorKind::Transport, format!("the connection to `{host}` broke before the response was complete"))
    };
    // The URL contains ids.
    Error::new(kind, message).with_io_error_kind(io).with_source(error.without_url())
}

/// Returns the error of an attempt whose time limit passed.
#[cold]
pub(super) fn timeout_error(host: &str, limits: TimeLimits) -> Error {
    Error::new(ErrorKind::Timeout, timeout_message(host, limits)).with_io_error_kind(Some(io::ErrorKind::TimedOut))
}

fn timeout_message(host: &str, limits: TimeLimits) -> String {
    match limits.deadline {
        Some(deadline) => deadline.message(),
        None => format!("`{host}` did not send a complete response within {}", Wait(limits.attempt)),
    }
}

/// Converts the error of a custom service, which may be an [`Error`] that passed through a layer.
pub(super) fn from_custom_service(error: BoxError) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(source) => {
            let io = io_error_kind(&*source);
            let (kind, message) = match io {
                Some(io::ErrorKind::ConnectionRefused) => (ErrorKind::Connect, "the connection was refused"),
                Some(io::ErrorKind::TimedOut) => (ErrorKind::Timeout, "the request timed out"),
                _ => (ErrorKind::Transport, "the request could not be sent, or its response not received"),
            };
            Error::new(kind, message).with_io_error_kind(io).with_source(source)
        }
    }
}

/// Returns why the connection of an attempt may be broken, and not only the request.
pub(super) fn broken_connection_reason(error: &reqwest::Error) -> Option<&'static str> {
    if error.is_connect() {
        return None;
    }
    if sources(error).filter_map(<dyn StdError>::downcast_ref::<h2::Error>).any(h2::Error::is_reset) {
        // one stream ended, and the connection goes on
        return None;
    }
    Some(if error.is_timeout() { "timeout" } else { "broken connection" })
}

/// Returns whether the server or the connection reported that it did not process a request, without a response.
pub(crate) fn is_unprocessed(error: &Error) -> bool {
    error.status().is_none() && error.source().is_some_and(|source| unprocessed_reason(source).is_some())
}

/// Returns how the server or the connection reports that it did not process a request.
///
/// The error of a `GOAWAY` that the server sent goes to the streams above the last one that it names only. Other streams end with an
/// error of the connection.
///
/// Source: [RFC 9113, sections 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) and
/// [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).
fn unprocessed_reason(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    sources(error).find_map(|error| {
        if let Some(error) = error.downcast_ref::<h2::Error>().filter(|error| error.is_remote()) {
            if error.is_go_away() {
                return Some("it closed the HTTP/2 connection before (GOAWAY)");
            }
            return (error.reason() == Some(h2::Reason::REFUSED_STREAM))
                .then_some("it refused the HTTP/2 stream (REFUSED_STREAM)");
        }
        let is_canceled = error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled);
        is_canceled.then_some("the connection was closed before it was written")
    })
}

/// Returns whether the connection itself timed out, and not the attempt.
pub(super) fn is_connection_timeout(error: &reqwest::Error) -> bool {
    io_error_kind(error) == Some(io::ErrorKind::TimedOut)
        || sources(error).filter_map(<dyn StdError>::downcast_ref::<hyper::Error>).any(hyper::Error::is_timeout)
}

/// Returns the most specific error of the operating system or of TLS.
fn io_error_kind(error: &(dyn StdError + 'static)) -> Option<io::ErrorKind> {
    let kinds = sources(error).filter_map(|error| error.downcast_ref::<io::Error>()).map(|mut error| {
        // nested errors, which `source` skips
        while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>()) {
            error = inner;
        }
        error.kind()
    });
    kinds.fold(None, |best, kind| best.filter(|best| *best != io::ErrorKind::Other).or(Some(kind)))
}

/// Checks for `EMFILE` and `ENFILE`, and their equivalents on Windows; the standard library has no kind for them.
fn is_out_of_descriptors(error: &reqwest::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[10_024] } else { &[23, 24] };
    let mut os_errors =
        sources(error).filter_map(<dyn StdError>::downcast_ref::<io::Error>).filter_map(io::Error::raw_os_error);
    os_errors.any(|code| codes.contains(&code))
}

fn sources<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::io_error_kind;

    #[test]
    fn the_most_specific_kind_is_found() {
        let kind_of = |error: Error| io_error_kind(&error);
        assert_eq!(kind_of(Error::from(ErrorKind::ConnectionReset)), Some(ErrorKind::ConnectionReset));
        assert_eq!(kind_of(Error::other("text")), Some(ErrorKind::Other));
        assert_eq!(kind_of(Error::other(Error::from(ErrorKind::InvalidData))), Some(ErrorKind::InvalidData));
        let wrapped = crate::Error::credential(Error::from(ErrorKind::UnexpectedEof));
        assert_eq!(io_error_kind(&wrapped), Some(ErrorKind::UnexpectedEof));
        assert_eq!(kind_of(Error::other(wrapped)), Some(ErrorKind::UnexpectedEof), "below an unspecific one");
        assert_eq!(io_error_kind(&crate::Error::credential("text")), None);
    }
}
