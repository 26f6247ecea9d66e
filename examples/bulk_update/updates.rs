//! Concurrent updates. Each one takes effect once.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use graph_core::{GraphClient, Update as _};
use graph_reference::DeviceConfigurationUserStatus;
use tokio::sync::mpsc;

use crate::journal::Journal;

/// The outcome of one id.
pub(crate) enum Outcome {
    Updated,
    Failed { id: String, error: Box<dyn Error + Send + Sync> },
}

/// The running tasks and their outcomes.
pub(crate) struct Updates {
    job: Arc<Job>,
    outcomes: mpsc::Receiver<Outcome>,
}

struct Job {
    graph: GraphClient,
    configuration: String,
    journal: Arc<Journal>,
    ids: Vec<String>,
    next: AtomicUsize,
}

/// The number of attempts per id, when the connection breaks, another client changes the entity, or the service is busy.
///
/// They come on top of the attempts of the client, which do not cover a change by another client.
const MAX_ATTEMPTS: usize = 8;
/// The value that the property is set to.
const DEVICES_COUNT: i32 = 12;

impl Updates {
    pub(crate) fn start(
        graph: GraphClient,
        configuration: String,
        journal: Arc<Journal>,
        ids: Vec<String>,
        tasks: usize,
    ) -> Self {
        let job = Arc::new(Job { graph, configuration, journal, ids, next: AtomicUsize::new(0) });
        let (sender, outcomes) = mpsc::channel(tasks);
        for _ in 0..tasks.min(job.ids.len()) {
            tokio::spawn(work(Arc::clone(&job), sender.clone()));
        }
        Self { job, outcomes }
    }

    /// Returns the next outcome, or `None` once all tasks have ended.
    pub(crate) async fn next(&mut self) -> Option<Outcome> {
        self.outcomes.recv().await
    }

    /// Starts no further updates.
    pub(crate) fn stop(&self) {
        self.job.next.store(self.job.ids.len(), Ordering::Relaxed);
    }
}

async fn work(job: Arc<Job>, outcomes: mpsc::Sender<Outcome>) {
    while let Some(id) = job.ids.get(job.next.fetch_add(1, Ordering::Relaxed)) {
        let outcome = match job.update(id).await {
            Ok(()) => Outcome::Updated,
            Err(error) => Outcome::Failed { id: id.clone(), error },
        };
        if outcomes.send(outcome).await.is_err() {
            return;
        }
    }
}

impl Job {
    async fn update(&self, id: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            match self.compare_and_update(id).await {
                Ok(()) => return Ok(self.journal.record(id)?),
                // The next read shows whether the update took effect; pacing decides when the next request is sent.
                Err(error) if attempts < MAX_ATTEMPTS && is_retryable(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn compare_and_update(&self, id: &str) -> Result<(), graph_core::Error> {
        let address = DeviceConfigurationUserStatus::at(&self.configuration, id);
        let before = self.graph.get(address.clone()).await?;
        let after = DeviceConfigurationUserStatus { devices_count: DEVICES_COUNT, ..before.value().clone() };
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

fn is_retryable(error: &graph_core::Error) -> bool {
    use graph_core::ErrorKind::{Connect, Timeout, Transport};
    error.is_precondition_failed()
        || error.is_throttled()
        || error.is_server_error()
        || matches!(error.kind(), Connect | Timeout | Transport)
}
