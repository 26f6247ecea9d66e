//! The example `retire` as a command, against a sandbox that records what it receives.

mod program;

use std::process::{Command, Output};

use graph_core::{DateTimeOffset, graph_resource};
use graph_sandbox::{Hazard, Lag, OperationResponse, Sandbox, SandboxBuilder, ScriptedResponse};
use serde_json::json;
use time::{Duration, OffsetDateTime};

#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    odata_type = "#microsoft.graph.managedDevice",
    version = "beta"
)]
struct ManagedDevice {
    #[graph(key)]
    id: String,
    device_name: Option<String>,
    last_sync_date_time: DateTimeOffset,
    management_state: String,
}

const APPLY: [&str; 2] = ["--apply", "--yes-retire"];

/// A service with two stale devices, one that is already retired, and one that is in use.
fn devices(state_after_call: &'static str) -> SandboxBuilder {
    let mut builder = Sandbox::builder().page_size(2).operation("retire", move |_| {
        OperationResponse::no_content().changing(json!({ "managementState": state_after_call }))
    });
    for (id, state, days) in
        [("a", "managed", 200), ("b", "managed", 10), ("c", "retireIssued", 300), ("d", "retireFailed", 400)]
    {
        let device = json!({
            "id": id,
            "deviceName": null,
            "lastSyncDateTime": DateTimeOffset::from(OffsetDateTime::now_utc() - Duration::days(days)),
            "managementState": state,
        });
        builder = builder.seed(ManagedDevice::at(id), device);
    }
    builder
}

async fn start(builder: SandboxBuilder) -> Sandbox {
    builder.start().await.expect("the sandbox starts")
}

fn run(arguments: &[&str], sandbox: &Sandbox) -> Output {
    let mut command = Command::new(program::build("retire"));
    command.args(arguments).args(["--endpoint", sandbox.endpoint()]).env("GRAPH_ACCESS_TOKEN", "any");
    command.output().expect("the program runs")
}

/// Returns the paths of the requests that are not reads.
fn writes(sandbox: &Sandbox) -> Vec<String> {
    let requests = sandbox.requests();
    let writes = requests.iter().filter(|request| request.method() != "GET");
    writes.map(|request| request.path().to_owned()).collect()
}

fn path(id: &str) -> String {
    format!("/beta/deviceManagement/managedDevices/{id}/retire")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_lists_the_stale_devices_and_sends_reads_only() {
    let sandbox = start(devices("retirePending")).await;
    let output = run(&[], &sandbox);
    assert!(output.status.success(), "{output:?}");
    let stdout = text(&output.stdout);
    let lines: Vec<_> = stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{stdout}");
    assert!(lines[0].starts_with("a: last contact ") && lines[1].starts_with("d: last contact "), "{stdout}");
    assert!(lines[2].starts_with("devices to retire: 2; nothing was changed"), "{stdout}");
    assert!(!sandbox.requests().is_empty());
    assert_eq!(writes(&sandbox), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_devices_than_allowed_are_an_error_before_one_is_retired() {
    let sandbox = start(devices("retirePending")).await;
    let output = run(&[APPLY[0], APPLY[1], "--at-most", "1"], &sandbox);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    let error = text(&output.stderr);
    assert!(error.contains("2 devices are stale, but at most 1 may be retired"), "{error}");
    assert!(!sandbox.requests().is_empty());
    assert_eq!(writes(&sandbox), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destructive_action_needs_a_confirmation() {
    let sandbox = start(devices("retirePending")).await;
    let output = run(&["--apply"], &sandbox);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    let error = text(&output.stderr);
    assert!(error.contains("`retire` is destructive: add `--yes-retire` to `--apply`"), "{error}");
    assert!(sandbox.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_the_stale_devices_are_retired_although_reads_lag_behind() {
    let sandbox = start(devices("retirePending").lag(Lag::reads(2))).await;
    let output = run(&[APPLY[0], APPLY[1], "--at-most", "2"], &sandbox);
    assert!(output.status.success(), "{output:?}");
    let stdout = text(&output.stdout);
    assert_eq!(stdout.lines().skip(2).collect::<Vec<_>>(), ["a: retirePending", "d: retirePending"]);
    assert_eq!(writes(&sandbox), [path("a"), path("d")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_whose_response_is_lost_is_not_repeated() {
    let sandbox = start(devices("retirePending")).await;
    let lost = ScriptedResponse::pass_through().discard().for_path(&path("a"));
    sandbox.script([lost]).expect("the script is valid");
    let output = run(&APPLY, &sandbox);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(writes(&sandbox), [path("a"), path("d")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_the_service_does_not_retire_is_reported() {
    let sandbox = start(devices("retireCanceled")).await;
    let output = run(&APPLY, &sandbox);
    assert!(!output.status.success(), "{output:?}");
    let stdout = text(&output.stdout);
    assert!(stdout.ends_with("d: not retired, its state is `retireCanceled`\n"), "{stdout}");
    let error = text(&output.stderr);
    assert!(error.contains("devices that were not retired: 2 of 2"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_ignores_the_filter_ends_the_program_before_it_retires_a_device() {
    let sandbox = start(devices("retirePending").hazard(Hazard::IgnoredFilter)).await;
    let output = run(&APPLY, &sandbox);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    let error = text(&output.stderr);
    assert!(error.contains("do not match the filter on `lastSyncDateTime`"), "{error}");
    assert_eq!(writes(&sandbox), [""; 0]);
}
