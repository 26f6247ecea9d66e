//! Retires devices that have not synchronized for 180 days: the service removes company data from them.
//!
//! `cargo run --example retire` prints which devices these are, and sends nothing but reads. It needs no account: a sandbox inside the process serves a
//! few devices.
//!
//! - `--apply --yes-retire` retires the devices, and waits until the service has recorded it for each of them. The second option is necessary because
//!   the action is declared as destructive.
//! - `--at-most N` is the number of devices that may be retired at once, 10 by default. If more are stale, the program ends before it retires one.
//! - `--ignored-filter` lets the sandbox ignore the filter, which ends the program as well.
//! - `--live` uses the real service, and `--endpoint URL` another one, with the token in `GRAPH_ACCESS_TOKEN`.

use std::env;

use graph_core::response::Entity;
use graph_core::schema::{Callable as _, Danger};
use graph_core::{
    Cloud, DateTimeOffset, Error, ErrorKind, GraphClient, QueryExt as _, graph_action, graph_enum, graph_resource,
};
use graph_sandbox::{Hazard, Lag, OperationResponse, Sandbox, SandboxError};
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
    last_sync_date_time: DateTimeOffset,
    #[graph(read_only)]
    management_state: ManagementState,
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum ManagementState {
    Managed,
    RetirePending,
    RetireIssued,
    RetireFailed,
    RetireCanceled,
    #[graph(other)]
    Other(String),
}

#[graph_action(
    name = "retire",
    on = ManagedDevice,
    permissions = ["DeviceManagementManagedDevices.PrivilegedOperations.All"],
    danger = destructive
)]
struct Retire;

impl ManagedDevice {
    fn name(&self) -> &str {
        self.device_name.as_deref().unwrap_or(&self.id)
    }
}

impl ManagementState {
    /// Whether the service has recorded that the device is to be retired.
    fn is_retiring(&self) -> bool {
        matches!(self, Self::RetirePending | Self::RetireIssued)
    }

    /// Whether the state is a result of the action.
    fn is_decided(&self) -> bool {
        self.is_retiring() || matches!(self, Self::RetireFailed | Self::RetireCanceled)
    }
}

/// The command line.
struct Options {
    applies: bool,
    is_confirmed: bool,
    at_most: usize,
    ignored_filter: bool,
    service: Service,
}

/// The service that manages the devices.
enum Service {
    /// A sandbox inside the process.
    Sandbox,
    Live,
    Endpoint(String),
}

impl Options {
    fn parse() -> Result<Self, String> {
        let mut options =
            Self { applies: false, is_confirmed: false, at_most: 10, ignored_filter: false, service: Service::Sandbox };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--apply" => options.applies = true,
                "--yes-retire" => options.is_confirmed = true,
                "--at-most" => {
                    let number = value()?;
                    options.at_most = number.parse().map_err(|_| format!("`{number}` is not a number of devices"))?;
                }
                "--ignored-filter" => options.ignored_filter = true,
                "--live" => options.service = Service::Live,
                "--endpoint" => options.service = Service::Endpoint(value()?),
                _ => return Err(format!("`{argument}` is not an option; the first lines of the example list them")),
            }
        }
        Ok(options)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse()?;
    let sandbox = sandbox(options.ignored_filter).await?;
    let graph = match &options.service {
        Service::Sandbox => GraphClient::builder(sandbox.cloud()).token("sandbox-token"),
        Service::Live => GraphClient::builder(Cloud::Global).token(env::var("GRAPH_ACCESS_TOKEN")?),
        Service::Endpoint(url) => GraphClient::builder(Cloud::custom(url)?).token(env::var("GRAPH_ACCESS_TOKEN")?),
    };
    let graph = graph.build()?;

    // the declaration of the action determines whether a confirmation is necessary
    if options.applies && Retire::DESCRIPTOR.danger() == Danger::Destructive && !options.is_confirmed {
        let name = Retire::DESCRIPTOR.name();
        return Err(format!("`{name}` is destructive: add `--yes-{name}` to `--apply`").into());
    }

    let devices = stale(&graph, options.at_most).await?;
    for device in &devices {
        println!("{}: last contact {}", device.name(), device.last_sync_date_time);
    }
    if !options.applies {
        println!("devices to retire: {}; nothing was changed: `--apply --yes-retire` retires them", devices.len());
        return Ok(());
    }

    let mut failures = 0_usize;
    for device in &devices {
        match retire(&graph, device).await {
            Ok(state) if state.is_retiring() => println!("{}: {}", device.name(), state.as_str()),
            Ok(state) => {
                failures += 1;
                println!("{}: not retired, its state is `{}`", device.name(), state.as_str());
            }
            Err(error) if error.is_not_found() => println!("{}: no longer managed", device.name()),
            Err(error) => {
                failures += 1;
                println!("{}: {error}", device.name());
            }
        }
    }
    if failures > 0 {
        return Err(format!("devices that were not retired: {failures} of {}", devices.len()).into());
    }
    Ok(())
}

/// Returns the stale devices that are not being retired yet.
async fn stale(graph: &GraphClient, at_most: usize) -> Result<Vec<ManagedDevice>, Box<dyn std::error::Error>> {
    let cutoff = OffsetDateTime::now_utc() - Duration::days(180);
    // a row that does not match the filter is an error, so that no other device is ever retired
    let mut devices = graph
        .list(ManagedDevice::collection())
        .filter(|device| device.last_sync_date_time.before(cutoff))
        .try_collect()
        .await?
        .into_iter()
        .map(Entity::into_value)
        .collect::<Vec<_>>();
    devices.retain(|device| !device.management_state.is_retiring());
    if devices.len() > at_most {
        let message = format!("{} devices are stale, but at most {at_most} may be retired", devices.len());
        return Err(format!("{message}: check the list, then set `--at-most`").into());
    }
    Ok(devices)
}

/// Retires a device, and returns its state when the service has recorded the action.
async fn retire(graph: &GraphClient, device: &ManagedDevice) -> Result<ManagementState, Error> {
    let address = ManagedDevice::at(&device.id);
    match graph.call(address.clone(), Retire).await {
        Ok(_) => {}
        // the response was lost: the state tells whether the service has retired the device
        Err(error) if error.kind() == ErrorKind::Ambiguous => {}
        Err(error) => return Err(error),
    }
    let before = &device.management_state; // may be `retireFailed`, from an earlier call
    let retired = graph.until(address, |now| now.management_state.is_decided() && now.management_state != *before);
    Ok(retired.interval(std::time::Duration::from_millis(200)).await?.into_value().management_state)
}

/// Starts a service with three stale devices among others. Reads show a call after a while, as those of the real service do.
async fn sandbox(ignores_filter: bool) -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().page_size(2).lag(Lag::reads(2)).operation("retire", |_| {
        OperationResponse::no_content().changing(json!({ "managementState": "retirePending" }))
    });
    if ignores_filter {
        builder = builder.hazard(Hazard::IgnoredFilter);
    }
    let now = OffsetDateTime::now_utc();
    for (id, state, days) in [
        (1, "managed", 200),
        (2, "managed", 1),
        (3, "retireIssued", 300),
        (4, "managed", 181),
        (5, "managed", 400),
        (6, "managed", 179),
    ] {
        let device = json!({
            "id": id.to_string(),
            "deviceName": format!("DEVICE-{id}"),
            "lastSyncDateTime": DateTimeOffset::from(now - Duration::days(days)),
            "managementState": state,
        });
        builder = builder.seed(ManagedDevice::at(id), device);
    }
    builder.start().await
}
