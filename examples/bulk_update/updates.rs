//! Many updates at once, each of which happens once.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graph_core::{GraphClient, Update as _};
use graph_reference::DeviceConfigurationUserStatus;
use tokio::sync::mpsc;

use crate::journal::Journal;

/// What became of one id.
pub(crate) enum Outcome {
    Done,
    Failed { id: String, error: Box<dyn Error + Send + Sync> },
}

/// The work and its results.
pub(crate) struct Updates {
    shared: Arc<Shared>,
    outcomes: mpsc::Receiver<Outcome>,
}

struct Shared {
    graph: GraphClient,
    configuration: String,
    journal: Arc<Journal>,
    ids: Vec<String>,
    next: AtomicUsize,
}

/// How often one id is tried when the connection breaks, somebody else changes it, or the service is busy.
const TRIES: usize = 8;
/// What the property is set to.
const DEVICES: i32 = 12;

impl Updates {
    pub(crate) fn start(
        graph: GraphClient,
        configuration: String,
        journal: Arc<Journal>,
        ids: Vec<String>,
        tasks: usize,
    ) -> Self {
        let shared = Arc::new(Shared { graph, configuration, journal, ids, next: AtomicUsize::new(0) });
        let (sender, outcomes) = mpsc::channel(tasks);
        for _ in 0..tasks.min(shared.ids.len()) {
            tokio::spawn(work(Arc::clone(&shared), sender.clone()));
        }
        Self { shared, outcomes }
    }

    /// The next result; none when all work has ended.
    pub(crate) async fn next(&mut self) -> Option<Outcome> {
        self.outcomes.recv().await
    }

    /// Begins nothing more.
    pub(crate) fn stop(&self) {
        self.shared.next.store(self.shared.ids.len(), Ordering::Relaxed);
    }
}

async fn work(shared: Arc<Shared>, outcomes: mpsc::Sender<Outcome>) {
    while let Some(id) = shared.ids.get(shared.next.fetch_add(1, Ordering::Relaxed)) {
        let outcome = match shared.update(id).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Failed { id: id.clone(), error },
        };
        if outcomes.send(outcome).await.is_err() {
            return;
        }
    }
}

impl Shared {
    async fn update(&self, id: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.compare_and_update(id).await {
                Ok(()) => return Ok(self.journal.done(id)?),
                // whether it happened is seen by reading again; when it may go is for the pacing to say
                Err(error) if tries < TRIES && may_be_tried_again(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn compare_and_update(&self, id: &str) -> Result<(), graph_core::Error> {
        let address = DeviceConfigurationUserStatus::at(&self.configuration, id);
        let before = self.graph.get(address.clone()).await?;
        let after = DeviceConfigurationUserStatus { devices_count: DEVICES, ..before.value().clone() };
        let update = DeviceConfigurationUserStatus::diff(before.value(), &after);
        if update.is_empty() {
            return Ok(());
        }
        let mut operation = self.graph.update(address, update);
        if let Some(etag) = before.etag() {
            operation = operation.if_match(etag.clone());
        }
        operation.await.map(drop)
    }
}

fn may_be_tried_again(error: &graph_core::Error) -> bool {
    use graph_core::ErrorKind::{Connect, Timeout, Transport};
    error.is_precondition_failed()
        || error.is_throttled()
        || error.is_server_error()
        || matches!(error.kind(), Connect | Timeout | Transport)
}
