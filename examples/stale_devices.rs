//! Finds devices that have not synchronized for 90 days, and notes it on each of them.
//!
//! `cargo run --example stale_devices` needs no account: a sandbox inside the process serves a few devices.
//!
//! - `--ignored-filter` lets the sandbox ignore the filter, as Intune does for properties that it cannot filter by. The program then ends before it
//!   changes any device.
//! - `--live` reads the devices of the real service, with the token in `GRAPH_ACCESS_TOKEN`, and shows the updates without sending them.

use std::env;

use graph_core::{Cloud, DateTimeOffset, GraphClient, OnRequest, QueryExt as _, graph_resource};
use graph_sandbox::{Hazard, Sandbox, SandboxError};
use serde_json::json;
use time::{Duration, OffsetDateTime};

#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    odata_type = "#microsoft.graph.managedDevice",
    version = "beta"
)]
#[derive(Debug, Clone)]
struct ManagedDevice {
    #[graph(key)]
    id: String,
    device_name: Option<String>,
    operating_system: Option<String>,
    last_sync_date_time: DateTimeOffset,
    #[graph(on_request)] // null in lists
    notes: OnRequest<Option<String>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let has = |option: &str| env::args().any(|argument| argument == option);
    let sandbox = sandbox(has("--ignored-filter")).await?;
    let (cloud, token) = if has("--live") {
        (Cloud::Global, env::var("GRAPH_ACCESS_TOKEN")?)
    } else {
        (sandbox.cloud(), "sandbox-token".to_owned())
    };
    let graph = GraphClient::builder(cloud).token(token).build()?;

    let cutoff = OffsetDateTime::now_utc() - Duration::days(90);
    let mut stale = graph
        .list(ManagedDevice::collection())
        .filter(|device| device.operating_system.is("Windows") & device.last_sync_date_time.before(cutoff))
        .page_size(100)
        .stream();
    while let Some(device) = stale.try_next().await? {
        let notes = format!("no contact since {}", device.last_sync_date_time);
        let update = graph.update(ManagedDevice::at(&device.id), ManagedDevice::update().notes(notes));
        if has("--live") {
            println!("{}", update.dry_run()?);
        } else {
            update.await?;
            println!("{}: noted", device.device_name.as_deref().unwrap_or(&device.id));
        }
    }
    Ok(())
}

/// Starts a service with three stale devices among others.
async fn sandbox(ignores_filter: bool) -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().page_size(2).null_in_lists::<ManagedDevice>(&["notes"]);
    if ignores_filter {
        builder = builder.hazard(Hazard::IgnoredFilter);
    }
    let now = OffsetDateTime::now_utc();
    for (id, system, days) in
        [(1, "Windows", 200), (2, "macOS", 300), (3, "Windows", 1), (4, "windows", 91), (5, "Windows", 400)]
    {
        let device = json!({
            "id": id.to_string(),
            "deviceName": format!("DEVICE-{id}"),
            "operatingSystem": system,
            "lastSyncDateTime": DateTimeOffset::from(now - Duration::days(days)),
            "notes": null,
        });
        builder = builder.seed(ManagedDevice::at(id), device);
    }
    builder.start().await
}
