//! The shutdown of a client: no further calls, and those in flight complete.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Counts the calls in flight, and whether the client was shut down.
#[derive(Default)]
pub(super) struct Shutdown {
    is_shut_down: AtomicBool,
    calls: AtomicUsize,
    changed: Notify,
}

impl Shutdown {
    pub(super) fn is_shut_down(&self) -> bool {
        self.is_shut_down.load(Ordering::SeqCst)
    }

    /// Waits until the client is shut down.
    pub(super) async fn requested(&self) {
        // The order matters: a notification after this line wakes the future.
        let changed = self.changed.notified();
        if !self.is_shut_down() {
            changed.await;
        }
    }

    pub(super) async fn shut_down(&self) {
        self.is_shut_down.store(true, Ordering::SeqCst);
        self.changed.notify_waiters();
        loop {
            let changed = self.changed.notified();
            if self.calls.load(Ordering::SeqCst) == 0 {
                return;
            }
            changed.await;
        }
    }

    pub(super) fn start_call(&self) {
        self.calls.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn end_call(&self) {
        if self.calls.fetch_sub(1, Ordering::SeqCst) == 1 && self.is_shut_down() {
            self.changed.notify_waiters();
        }
    }
}

/// Creates the error of a call that may not send anything any more.
#[cold]
pub(super) fn shutdown_error() -> Error {
    Error::new(ErrorKind::Closed, "the client was shut down, so no further request is sent")
}
