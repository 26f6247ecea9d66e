//! The delay and the rejected requests of 2,000 updates under the published limit. 64 tasks send the updates.
//!
//! The limit is that of Intune device configuration: 100 writes in 20 seconds. Except for one run, the time is simulated: the
//! service is in memory, requests and responses have a latency, and the clock of tokio jumps to the next event.

mod loopback;
mod recovery;
mod service;
mod workload;

use std::sync::Arc;
use std::time::Duration;

use graph_core::pacing::Pacing;
use graph_core::retry::RetryPolicy;
use graph_core::{Cloud, GraphClient};

use crate::BenchResult;
use crate::report::BenchReport;
use service::{Network, Tenant};
use workload::{LIMIT, MAX_RUN_TIME, WINDOW, WorkSummary, retry_until_done, run_workload};

pub(crate) const STEPS: u64 = 10;

/// The earliest end of a run. The last hundred updates can be sent 19 windows after the first hundred.
const EARLIEST: Duration = Duration::from_secs(19 * 20);
/// The earliest end if another client always uses half of the limit.
const EARLIEST_WITH_HALF: Duration = Duration::from_secs(39 * 20);

/// The way in which the client reacts to the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strategy {
    /// Pacing and retries.
    Paced,
    /// Only retries: each call waits for the time in its own `Retry-After`.
    RetryAfter,
    /// Neither: a rejected update is lost.
    None,
}

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let fast = Network { latency: Duration::from_millis(25), jitter: Duration::from_millis(10) };
    let usual = Network { latency: Duration::from_millis(80), jitter: Duration::from_millis(40) };
    let slow = Network { latency: Duration::from_millis(250), jitter: Duration::from_millis(80) };
    let unsteady = Network { latency: Duration::from_millis(400), jitter: Duration::from_millis(150) };
    let mut rows = Vec::new();
    let mut paced = Vec::new();
    for (name, network) in [("fast", fast), ("usual", usual), ("slow", slow)] {
        report.step(format!("pacing: {name} network"));
        let done = simulated(Strategy::Paced, network, 0)?;
        rows.push(row(&format!("pacing, {name} network"), &done, EARLIEST));
        paced.push((done, EARLIEST));
    }
    // the arrival time of a request is uncertain if the round trips vary, so the target cannot be reached here
    report.step("pacing: unsteady network");
    rows.push(row("pacing, very slow and unsteady network", &simulated(Strategy::Paced, unsteady, 0)?, EARLIEST));
    report.step("pacing: plain retry");
    rows.push(row("no pacing, retry after `Retry-After`", &simulated(Strategy::RetryAfter, usual, 0)?, EARLIEST));
    report.step("pacing: none");
    rows.push(row("no pacing, no retry", &simulated(Strategy::None, usual, 0)?, EARLIEST));
    for (name, strategy) in
        [("pacing", Strategy::Paced), ("no pacing, retry after `Retry-After`", Strategy::RetryAfter)]
    {
        report.step(format!("pacing: shared limit, {name}"));
        let done = simulated(strategy, usual, LIMIT / 2)?;
        rows.push(row(&format!("{name}; another process uses half of the limit"), &done, EARLIEST_WITH_HALF));
    }
    report.step("pacing: real time");
    let (done, earliest) = loopback::run()?;
    rows.push(row("pacing, real time over loopback, 100 per second", &done, earliest));
    paced.push((done, earliest));

    report.table(
        "Pacing: 2,000 updates from 64 tasks, 100 writes in 20 seconds; simulated except for the last row.",
        &["", "seconds", "earliest", "late", "requests", "429 responses", "not updated", "updated twice"],
        rows,
    );
    if let Some((done, _)) = paced.iter().find(|(done, _)| done.lost + done.updated_twice > 0) {
        return Err(format!("{} updates were lost and {} were performed twice", done.lost, done.updated_twice).into());
    }
    let worst = |of: fn(&(WorkSummary, Duration)) -> f64| paced.iter().map(of).fold(0.0, f64::max);
    report.ratio(
        "pacing.late",
        worst(|(done, earliest)| done.elapsed.as_secs_f64() / earliest.as_secs_f64()),
        1.0,
        1.02,
    );
    report.ratio("pacing.throttled", worst(|(done, _)| done.rejected_share()), 1.0, 0.01);
    report.step("pacing: recovery");
    measure_recovery(report)
}

fn measure_recovery(report: &mut BenchReport) -> BenchResult<()> {
    let (mut rows, mut slowest) = (Vec::new(), Duration::ZERO);
    for scenario in recovery::SCENARIOS {
        let recovered = recovery::measure(scenario)?;
        slowest = slowest.max(recovered.elapsed);
        let mut row = vec![scenario.name.to_owned(), recovered.rejected.to_string()];
        row.extend(recovered.minutes.iter().map(|share| format!("{:.0} %", share * 100.0)));
        row.push(recovered.elapsed.as_secs().to_string());
        rows.push(row);
    }
    report.table(
        "Recovery: the served share of the possible rate, in each minute after the last 429; simulated.",
        &["", "429 responses", "first minute", "second", "third", "seconds to 90 %"],
        rows,
    );
    report.ratio("pacing.recovery", slowest.as_secs_f64(), 1.0, 120.0);
    Ok(())
}

fn simulated(strategy: Strategy, network: Network, requests_of_others: usize) -> BenchResult<WorkSummary> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(async {
        let tenant = Arc::new(Tenant::new(LIMIT, WINDOW));
        let others = tokio::spawn(service::send_requests_of_others(Arc::clone(&tenant), requests_of_others));
        let pacing = match strategy {
            Strategy::Paced => Pacing::published(),
            Strategy::RetryAfter | Strategy::None => Pacing::off(),
        };
        let retry = match strategy {
            Strategy::Paced | Strategy::RetryAfter => retry_until_done(),
            Strategy::None => RetryPolicy::none(),
        };
        let service = service::transport(Arc::clone(&tenant), network);
        let builder = GraphClient::builder(Cloud::Global).token("token").service(service);
        let graph = builder.pacing(pacing).retry(retry).deadline(MAX_RUN_TIME).build()?;
        let working = run_workload(&graph);
        let elapsed = match tokio::time::timeout(MAX_RUN_TIME, working).await {
            Ok(elapsed) => elapsed?,
            Err(_) => MAX_RUN_TIME,
        };
        others.abort();
        Ok(tenant.summary(elapsed))
    })
}

fn row(name: &str, done: &WorkSummary, earliest: Duration) -> Vec<String> {
    let late = (done.elapsed.as_secs_f64() / earliest.as_secs_f64() - 1.0) * 100.0;
    vec![
        name.to_owned(),
        format!("{:.1}", done.elapsed.as_secs_f64()),
        format!("{:.0}", earliest.as_secs_f64()),
        if done.lost > 0 { String::new() } else { format!("{late:.2} %") },
        done.requests.to_string(),
        format!("{:.2} %", done.rejected_share() * 100.0),
        done.lost.to_string(),
        done.updated_twice.to_string(),
    ]
}
