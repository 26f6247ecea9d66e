//! Records why the acquisition of a token takes long.

use std::sync::{Arc, Mutex, PoisonError};

use super::cache::share;
use crate::error::Error;
use crate::failure::ErrorKind;

/// Why a token request in flight has no token yet. Clones share it.
#[derive(Clone, Default)]
pub(in crate::credential) struct DelayReason(Arc<Mutex<Option<Arc<Error>>>>);

impl DelayReason {
    /// Records that an attempt failed; it may be retried.
    pub(super) fn set_failed(&self, error: &Arc<Error>) {
        self.set(Some(Arc::clone(error)));
    }

    /// Records what the request waits for.
    pub(super) fn set_waiting(&self, message: impl Into<String>) {
        self.set(Some(Arc::new(Error::new(ErrorKind::Timeout, message))));
    }

    pub(super) fn clear(&self) {
        self.set(None);
    }

    pub(super) fn get(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(share)
    }

    /// Runs a future in which [`current`](Self::current) returns this reason, because the credentials of the Azure SDK cannot pass it on.
    #[cfg(feature = "azure")]
    pub(super) async fn scope<F: Future>(&self, future: F) -> F::Output {
        CURRENT.scope(self.clone(), future).await
    }

    /// Returns the reason of the current [`scope`](Self::scope), or an unused one.
    #[cfg(feature = "azure")]
    pub(super) fn current() -> Self {
        CURRENT.try_with(Self::clone).unwrap_or_default()
    }

    fn set(&self, reason: Option<Arc<Error>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }
}

#[cfg(feature = "azure")]
tokio::task_local! {
    static CURRENT: DelayReason;
}
