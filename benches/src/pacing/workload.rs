//! The workload: every entity is updated once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use graph_core::GraphClient;
use graph_core::retry::RetryPolicy;
use graph_reference::{DeviceConfigurationUserStatus, pages};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::BenchResult;

pub(super) const UPDATES: usize = 2_000;
pub(super) const TASKS: usize = 64;
/// The limit of writes per window.
pub(super) const LIMIT: usize = 100;
pub(super) const WINDOW: Duration = Duration::from_secs(20);

/// The time after which a run that does not end is stopped.
pub(super) const MAX_RUN_TIME: Duration = Duration::from_secs(10 * 39 * 20);

/// The summary of a run.
#[derive(Debug)]
pub(super) struct WorkSummary {
    pub(super) elapsed: Duration,
    pub(super) requests: usize,
    pub(super) rejected: usize,
    pub(super) lost: usize,
    pub(super) updated_twice: usize,
}

impl WorkSummary {
    pub(super) fn rejected_share(&self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        number(self.rejected) / number(self.requests.max(1))
    }
}

/// Performs the updates, and returns the time of the last response.
pub(super) async fn run_workload(graph: &GraphClient) -> BenchResult<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut running = JoinSet::<Result<(), graph_core::Error>>::new();
    for _ in 0..TASKS {
        let (graph, next) = (graph.clone(), Arc::clone(&next));
        running.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= UPDATES {
                    return Ok(());
                }
                update(&graph, number).await?;
            }
        });
    }
    while let Some(task) = running.join_next().await {
        task??;
    }
    Ok(start.elapsed())
}

/// Performs one update. A rejected update is lost; the service counts it.
async fn update(graph: &GraphClient, number: usize) -> Result<(), graph_core::Error> {
    let address = DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, id(number));
    match graph.update(address, DeviceConfigurationUserStatus::update().devices_count(1)).await {
        Err(error) if error.is_throttled() => Ok(()),
        other => other.map(drop),
    }
}

pub(super) fn id(number: usize) -> String {
    format!("status-{number}")
}

/// Returns a policy without a limit on the number of attempts.
pub(super) fn retry_until_done() -> RetryPolicy {
    RetryPolicy::default().max_attempts(u32::MAX)
}
