//! What a call for a token waits for.

use std::sync::{Arc, Mutex, PoisonError};

use super::cache::share;
use crate::error::{Error, ErrorKind};

/// Why a call for a token that is under way has no token yet; clones share it.
#[derive(Clone, Default)]
pub(super) struct DelayReason(Arc<Mutex<Option<Arc<Error>>>>);

impl DelayReason {
    /// A try failed, and may be repeated.
    pub(super) fn failed(&self, error: &Arc<Error>) {
        self.set(Some(Arc::clone(error)));
    }

    /// Something is waited for.
    pub(super) fn waiting(&self, message: impl Into<String>) {
        self.set(Some(Arc::new(Error::new(ErrorKind::Timeout, message))));
    }

    pub(super) fn clear(&self) {
        self.set(None);
    }

    pub(super) fn get(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(share)
    }

    fn set(&self, reason: Option<Arc<Error>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }
}
