//! The same workload in real time over connections to the sandbox.
//!
//! The window is one second instead of 20, so that the run does not take six minutes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use graph_core::pacing::{Limit, Pacing};
use graph_core::{Cloud, GraphClient, Resource as _};
use graph_reference::{DeviceConfigurationUserStatus, pages};
use graph_sandbox::{PatchResponse, Sandbox, Throttle};

use super::workload::{LIMIT, UPDATES, WorkSummary, id, retry_until_done, run_workload};
use crate::BenchResult;

const WINDOW: Duration = Duration::from_secs(1);

/// Runs the workload, and returns its summary with the earliest possible end.
pub(super) fn run() -> BenchResult<(WorkSummary, Duration)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let statuses = Arc::new(Mutex::new(HashMap::<String, Vec<u16>>::new()));
        let seen = Arc::clone(&statuses);
        let limit = u32::try_from(LIMIT)?;
        let mut sandbox = Sandbox::builder()
            .throttle(Throttle::none().writes("/deviceManagement", limit, limit * 2, WINDOW))
            .patch_response(PatchResponse::NoContent)
            .record_limit(0)
            .on_request(move |request| {
                let status = request.status().map_or(0, |status| status.as_u16());
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.entry(request.path().to_owned()).or_default().push(status);
            });
        let page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
        for number in 0..UPDATES {
            let path = page.path.replace(pages::USER_STATUS_ID, &id(number));
            let json = page.before.replace(pages::USER_STATUS_ID, &id(number));
            sandbox = sandbox.entity_text(DeviceConfigurationUserStatus::DESCRIPTOR, &path, &json);
        }
        let sandbox = sandbox.start().await?;
        let cloud = Cloud::custom(sandbox.endpoint())?;
        let graph = GraphClient::builder(cloud).token("token").pacing(pacing()).retry(retry_until_done()).build()?;
        let elapsed = run_workload(&graph).await?;
        sandbox.shutdown().await;

        let statuses = statuses.lock().unwrap_or_else(PoisonError::into_inner);
        let times = |statuses: &Vec<u16>| statuses.iter().filter(|status| **status == 204).count();
        let done = WorkSummary {
            elapsed,
            requests: statuses.values().map(Vec::len).sum(),
            rejected: statuses.values().flatten().filter(|status| **status == 429).count(),
            lost: UPDATES - statuses.values().filter(|statuses| times(statuses) > 0).count(),
            updated_twice: statuses.values().filter(|statuses| times(statuses) > 1).count(),
        };
        Ok((done, WINDOW * u32::try_from(UPDATES / LIMIT - 1)?))
    })
}

/// Returns the published limit with the shorter window.
fn pacing() -> Pacing {
    let limit = Limit::new("scaled", u32::try_from(LIMIT).unwrap_or(u32::MAX), WINDOW);
    Pacing::off().limit(limit.writes().below("/deviceManagement"))
}
