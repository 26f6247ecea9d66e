//! Shares one error with many callers.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::error::Error;

/// Returns an error with the kind, message and sources of `error`.
pub(in crate::credential) fn share(error: &Arc<Error>) -> Error {
    let copy = Error::new(error.kind(), error.to_string()).with_io_error_kind(error.io_error_kind());
    match error.source() {
        Some(_) => copy.with_source(SharedSource(Arc::clone(error))),
        None => copy,
    }
}

/// Returns the source of an error, even if the error was shared.
pub(in crate::credential) fn cause(error: &Error) -> Option<&(dyn StdError + 'static)> {
    let source = error.source()?;
    match source.downcast_ref::<SharedSource>() {
        Some(shared) => cause(&shared.0),
        None => Some(source),
    }
}

/// Delegates to the source of the error that it holds.
struct SharedSource(Arc<Error>);

impl fmt::Debug for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.source(), f)
    }
}

impl fmt::Display for SharedSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source().map_or(Ok(()), |source| fmt::Display::fmt(source, f))
    }
}

impl StdError for SharedSource {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()?.source()
    }
}
