//! One error for many callers.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::error::Error;

/// The same error once more: kind, text and causes.
pub(in crate::credential) fn share(error: &Arc<Error>) -> Error {
    let copy = Error::new(error.kind(), error.to_string()).with_io_error_kind(error.io_error_kind());
    match error.source() {
        Some(_) => copy.with_source(Cause(Arc::clone(error))),
        None => copy,
    }
}

/// What caused an error, also where it was shared.
pub(in crate::credential) fn cause(error: &Error) -> Option<&(dyn StdError + 'static)> {
    let source = error.source()?;
    match source.downcast_ref::<Cause>() {
        Some(shared) => cause(&shared.0),
        None => Some(source),
    }
}

/// Stands for the source of the error that it holds.
struct Cause(Arc<Error>);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.source(), f)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source().map_or(Ok(()), |source| fmt::Display::fmt(source, f))
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()?.source()
    }
}
