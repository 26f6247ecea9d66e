//! Why a call for a token takes long.

use std::sync::{Arc, Mutex, PoisonError};

use super::cache::share;
use crate::error::Error;
use crate::failure::ErrorKind;

/// Why a call for a token that is under way has no token yet; clones share it.
#[derive(Clone, Default)]
pub(in crate::credential) struct DelayReason(Arc<Mutex<Option<Arc<Error>>>>);

impl DelayReason {
    /// An attempt failed, and may be repeated.
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

    /// Runs a call, below which [`of_call`](Self::of_call) is this one: the credentials of the Azure SDK pass nothing on.
    #[cfg(feature = "azure")]
    pub(super) async fn scope<F: Future>(&self, call: F) -> F::Output {
        CALL.scope(self.clone(), call).await
    }

    /// That of the call under way; outside of any, one that nobody asks.
    #[cfg(feature = "azure")]
    pub(super) fn of_call() -> Self {
        CALL.try_with(Self::clone).unwrap_or_default()
    }

    fn set(&self, reason: Option<Arc<Error>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }
}

#[cfg(feature = "azure")]
tokio::task_local! {
    static CALL: DelayReason;
}
