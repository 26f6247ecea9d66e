//! The end of a client: no more calls, and those under way come to their end.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

use super::{GraphClient, Inner};
use crate::error::Error;
use crate::failure::ErrorKind;

/// What is under way, and whether anything may still begin.
#[derive(Default)]
pub(super) struct Closing {
    closed: AtomicBool,
    calls: AtomicUsize,
    changed: Notify,
}

impl Closing {
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Ready when the client is shut down.
    pub(super) async fn begun(&self) {
        // The order matters: what is announced from here on wakes us.
        let changed = self.changed.notified();
        if !self.is_closed() {
            changed.await;
        }
    }

    pub(super) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.changed.notify_waiters();
        loop {
            let changed = self.changed.notified();
            if self.calls.load(Ordering::SeqCst) == 0 {
                return;
            }
            changed.await;
        }
    }
}

/// Nothing more is sent.
#[cold]
pub(super) fn closed() -> Error {
    Error::new(ErrorKind::Closed, "the client was shut down, so nothing more is sent")
}

/// A call that is under way until this is dropped.
pub(super) struct UnderWay(GraphClient);

impl UnderWay {
    pub(super) fn new(client: GraphClient) -> Self {
        client.inner.closing.calls.fetch_add(1, Ordering::SeqCst);
        Self(client)
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0.inner
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let closing = &self.0.inner.closing;
        if closing.calls.fetch_sub(1, Ordering::SeqCst) == 1 && closing.is_closed() {
            closing.changed.notify_waiters();
        }
    }
}
