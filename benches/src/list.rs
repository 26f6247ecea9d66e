//! The cost of a list over loopback, with the check of each row. The client is compared with bare reqwest, hand-written structs and
//! hand-written paging.

mod ours;
mod service;
mod theirs;

use clap::ValueEnum;

use crate::BenchResult;
use crate::instructions::{allocations_per_iteration, per_iteration};
use crate::report::{BenchReport, thousands};
pub(crate) use service::ListedCollection;

/// The client that reads the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListClient {
    /// `GraphClient` with a filter of two conditions, against which each row is checked.
    Ours,
    /// The same without the check.
    UncheckedOurs,
    /// Bare reqwest.
    Theirs,
}

const TOKEN_LENGTH: usize = 1_500;
/// The collections with the names of their ratios, and of the ratios without the check.
const COLLECTIONS: [(&str, &str, &str); 3] = [
    ("devices", "list.devices", "list.devices.unchecked"),
    ("small-pages", "list.small_pages", "list.small_pages.unchecked"),
    ("users", "list.users", "list.users.unchecked"),
];
const CLIENTS: [(&str, &str); 3] =
    [("ours", "graph-core"), ("unchecked-ours", "graph-core, rows not checked"), ("theirs", "bare reqwest")];
/// Numbers of entities in one stream, whose peak memory is measured.
const LENGTHS: [&str; 2] = ["100000", "1000000"];
/// One step per collection and client, and one per length.
pub(crate) const STEPS: u64 = (COLLECTIONS.len() * CLIENTS.len() + LENGTHS.len()) as u64;

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let address = service::start()?;
    let mut rows = Vec::new();
    for (collection, name, unchecked_name) in COLLECTIONS {
        let mut costs = Vec::new();
        for (side, client) in CLIENTS {
            report.step(format!("list: {collection}, {client}"));
            let arguments = ["list-client", side, collection, &address, "10000"];
            let instructions = per_iteration(&arguments, 1)? / 10_000.0;
            let allocations = allocations_per_iteration(&arguments, 1)? / 10_000.0;
            let row = [collection, client].map(str::to_owned).into_iter();
            rows.push(row.chain([thousands(instructions), format!("{allocations:.2}")]).collect());
            costs.push(instructions);
        }
        if let [ours, unchecked, theirs] = costs[..] {
            report.ratio(name, ours, theirs, 1.0);
            report.ratio(unchecked_name, unchecked, theirs, f64::INFINITY);
        }
    }
    report.table(
        "List: 10,000 entities over an open connection; instructions and allocations of the client process. `devices` have 22 \
         properties and pages of 1,000, `small-pages` the same with pages of 100, and `users` have 6 properties and pages of 500. \
         Each row is checked against two conditions.",
        &["collection", "client", "instructions per entity", "allocations per entity"],
        rows,
    );
    measure_memory(report, &address)
}

/// Measures the peak memory of a process that reads one long stream.
fn measure_memory(report: &mut BenchReport, address: &str) -> BenchResult<()> {
    let mut rows = Vec::new();
    for entities in LENGTHS {
        report.step(format!("list: memory for {entities} entities"));
        let output = std::process::Command::new(std::env::current_exe()?)
            .args(["list-client", "ours", "devices", address, entities, "1", "--memory"])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        rows.push(vec![entities.to_owned(), String::from_utf8_lossy(&output.stdout).trim().to_owned()]);
    }
    report.table("List: the peak memory of the client process.", &["entities in the stream", "peak memory"], rows);
    Ok(())
}

/// Reads `times` lists of `entities` entities.
pub(crate) fn client(
    side: ListClient,
    collection: ListedCollection,
    address: &str,
    entities: usize,
    times: usize,
    memory: bool,
) -> BenchResult<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let token = "t".repeat(TOKEN_LENGTH);
    let endpoint = format!("http://{address}");
    runtime.block_on(async {
        match side {
            ListClient::Ours => ours::read(&endpoint, &token, collection, entities, times, true).await,
            ListClient::UncheckedOurs => ours::read(&endpoint, &token, collection, entities, times, false).await,
            ListClient::Theirs => theirs::read(&endpoint, &token, collection, entities, times).await,
        }
    })?;
    if memory {
        let status = std::fs::read_to_string("/proc/self/status")?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the peak memory is unknown")?;
        println!("{}", peak.trim());
    }
    Ok(())
}
