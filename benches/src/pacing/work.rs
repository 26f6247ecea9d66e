//! What is done under each regime: every entity is updated once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use graph_core::GraphClient;
use graph_reference::{DeviceConfigurationUserStatus, pages};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Outcome;

/// How a run ended.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) took: Duration,
    pub(super) requests: usize,
    pub(super) refused: usize,
    pub(super) lost: usize,
    pub(super) twice: usize,
}

impl Done {
    pub(super) fn refused_share(&self) -> f64 {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        number(self.refused) / number(self.requests.max(1))
    }
}

/// Updates so many entities from so many tasks, and says how long it took to the last answer.
pub(super) async fn work(graph: &GraphClient, updates: usize, tasks: usize) -> Outcome<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut running = JoinSet::<Result<(), graph_core::Error>>::new();
    for _ in 0..tasks {
        let (graph, next) = (graph.clone(), Arc::clone(&next));
        running.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= updates {
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

/// What was refused for good is lost, which the service counts.
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
