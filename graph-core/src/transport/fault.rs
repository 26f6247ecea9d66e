//! What can go wrong between a request and its response, told from the errors of the libraries below.
//!
//! Their types are looked for in the chain of sources, because reqwest does not show them.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use super::{Deadline, Timeouts, io_error_kind};
use crate::error::{Error, Wait};
use crate::failure::ErrorKind;

/// The time limit of an attempt, and the deadline of the call where that is the reason for it.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub(super) time: Duration,
    pub(super) deadline: Option<Deadline>,
}

/// The error of an attempt that has no response, or not all of it.
#[cold]
pub(super) fn fault(error: reqwest::Error, host: &str, timeouts: Timeouts, limit: Limit) -> Error {
    let mut io = io_error_kind(&error);
    let refusal = unprocessed(&error);
    let (kind, message) = if error.is_connect() {
        let within = if error.is_timeout() {
            io = Some(io::ErrorKind::TimedOut);
            format!(" within {}", Wait(timeouts.connect.min(limit.time)))
        } else {
            String::new()
        };
        let message = match io {
            _ if is_out_of_descriptors(&error) => format!(
                "no connection to `{host}` could be made because this process has no file descriptors left; raise its limit \
                 (`ulimit -n`) or make fewer calls at the same time"
            ),
            Some(io::ErrorKind::InvalidData) => {
                format!("no secure connection to `{host}` could be made; check its certificate and the proxy")
            }
            _ => format!("no connection to `{host}` could be made{within}; check the network and the proxy"),
        };
        (ErrorKind::Connect, message)
    } else if let Some(refusal) = refusal {
        (ErrorKind::Transport, format!("`{host}` did not process the request: {refusal}"))
    } else if error.is_timeout() && !is_of_connection(&error) {
        let message = match limit.deadline {
            Some(deadline) => deadline.passed_text(),
            None => format!("`{host}` did not answer completely within {}", Wait(limit.time)),
        };
        (ErrorKind::Timeout, message)
    } else if error.is_timeout() {
        let silent = io != Some(io::ErrorKind::TimedOut);
        io = Some(io::ErrorKind::TimedOut);
        let how = if silent { "it did not answer an HTTP/2 PING" } else { "it did not acknowledge what was sent" };
        (ErrorKind::Transport, format!("the connection to `{host}` is dead: {how}"))
    } else {
        (ErrorKind::Transport, format!("the connection to `{host}` broke before the answer was complete"))
    };
    let fault = Error::new(kind, message).with_io_error_kind(io);
    let fault = if refusal.is_some() { fault.with_unprocessed() } else { fault };
    // The URL holds ids.
    fault.with_source(error.without_url())
}

/// Why the connection may be dead, and not only the request on it.
pub(super) fn condemns_connection(error: &reqwest::Error) -> Option<&'static str> {
    if error.is_connect() {
        return None;
    }
    if chain(error).filter_map(<dyn StdError>::downcast_ref::<h2::Error>).any(h2::Error::is_reset) {
        // one stream ended, and the connection goes on
        return None;
    }
    Some(if error.is_timeout() { "timeout" } else { "broken connection" })
}

/// How the server or the connection says that a request without a response was not processed.
///
/// The error of a `GOAWAY` that the server sent is given to streams above the last one that it names, and to no others: those end with
/// an error of the connection.
///
/// Source: [RFC 9113, sections 6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) and
/// [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7).
pub(super) fn unprocessed(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    chain(error).find_map(|error| {
        if let Some(error) = error.downcast_ref::<h2::Error>().filter(|error| error.is_remote()) {
            if error.is_go_away() {
                return Some("it closed the HTTP/2 connection before (GOAWAY)");
            }
            return (error.reason() == Some(h2::Reason::REFUSED_STREAM))
                .then_some("it refused the HTTP/2 stream (REFUSED_STREAM)");
        }
        let canceled = error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled);
        canceled.then_some("the connection was closed before it was written")
    })
}

/// Whether the connection itself gave up, not the timer of the attempt.
pub(super) fn is_of_connection(error: &reqwest::Error) -> bool {
    io_error_kind(error) == Some(io::ErrorKind::TimedOut)
        || chain(error).filter_map(<dyn StdError>::downcast_ref::<hyper::Error>).any(hyper::Error::is_timeout)
}

/// `EMFILE` and `ENFILE`, or what they are called elsewhere; the standard library has no kind for them.
fn is_out_of_descriptors(error: &reqwest::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[10_024] } else { &[23, 24] };
    let mut codes_below =
        chain(error).filter_map(<dyn StdError>::downcast_ref::<io::Error>).filter_map(io::Error::raw_os_error);
    codes_below.any(|code| codes.contains(&code))
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}
