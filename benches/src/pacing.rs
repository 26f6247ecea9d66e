//! 2,000 updates from 64 tasks under the published limit: how late they end, and how many were refused.
//!
//! The limit is that of Intune device configuration, 100 writes in 20 seconds. Time is simulated, but for one run:
//! the service is in memory, requests and answers take their time on the way, and tokio's clock jumps to the next
//! event.

mod loopback;
mod recovery;
mod service;
mod work;

use std::sync::Arc;
use std::time::Duration;

use graph_core::pacing::{Limit, Pacing};
use graph_core::retry::RetryPolicy;
use graph_core::{Cloud, GraphClient};

use crate::Outcome;
use crate::report::Report;
use service::{Network, Tenant};
use work::{Done, work};

pub(crate) const STEPS: u64 = 10;

const UPDATES: usize = 2_000;
const TASKS: usize = 64;
const LIMIT: usize = 100;
const WINDOW: Duration = Duration::from_secs(20);

/// 19 windows after the first hundred, the last hundred may go.
const EARLIEST: Duration = Duration::from_secs(19 * 20);
/// The same if somebody else always has half of the limit.
const EARLIEST_OF_HALF: Duration = Duration::from_secs(39 * 20);

/// When a run is given up that would never end.
const PATIENCE: Duration = Duration::from_secs(10 * 39 * 20);

/// Who holds the requests back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manners {
    /// `Pacing`, and the client's retry.
    Paced,
    /// The client's retry alone: each call waits as long as its own `Retry-After` says.
    RetryAfter,
    /// Nobody: what is refused is lost.
    None,
}

pub(crate) fn measure(report: &mut Report) -> Outcome<()> {
    let fast = Network { way: Duration::from_millis(25), jitter: Duration::from_millis(10) };
    let usual = Network { way: Duration::from_millis(80), jitter: Duration::from_millis(40) };
    let slow = Network { way: Duration::from_millis(250), jitter: Duration::from_millis(80) };
    let unsteady = Network { way: Duration::from_millis(400), jitter: Duration::from_millis(150) };
    let mut rows = Vec::new();
    let mut paced = Vec::new();
    for (name, network) in [("fast", fast), ("usual", usual), ("slow", slow)] {
        report.step(format!("pacing: {name} network"));
        let done = simulated(Manners::Paced, network, 0)?;
        rows.push(row(&format!("pacing, {name} network"), &done, EARLIEST));
        paced.push((done, EARLIEST));
    }
    // when a request arrives is only known as well as its round trip is steady: here the target cannot be met
    report.step("pacing: unsteady network");
    rows.push(row("pacing, very slow and unsteady network", &simulated(Manners::Paced, unsteady, 0)?, EARLIEST));
    report.step("pacing: plain retry");
    rows.push(row("no pacing, retry after `Retry-After`", &simulated(Manners::RetryAfter, usual, 0)?, EARLIEST));
    report.step("pacing: none");
    rows.push(row("no pacing, no retry", &simulated(Manners::None, usual, 0)?, EARLIEST));
    for (name, manners) in [("pacing", Manners::Paced), ("no pacing, retry after `Retry-After`", Manners::RetryAfter)] {
        report.step(format!("pacing: shared limit, {name}"));
        let done = simulated(manners, usual, LIMIT / 2)?;
        rows.push(row(&format!("{name}; another process has half of the limit"), &done, EARLIEST_OF_HALF));
    }
    report.step("pacing: real time");
    let (done, earliest) = loopback::run()?;
    rows.push(row("pacing, real time over loopback, 100 a second", &done, earliest));
    paced.push((done, earliest));

    report.table(
        "Pacing: 2,000 updates from 64 tasks, 100 writes in 20 seconds; simulated but for the last row.",
        &["", "seconds", "earliest", "late", "requests", "answered 429", "not updated", "updated twice"],
        rows,
    );
    if let Some((done, _)) = paced.iter().find(|(done, _)| done.lost + done.twice > 0) {
        return Err(format!("{} updates were lost and {} made twice", done.lost, done.twice).into());
    }
    let worst = |of: fn(&(Done, Duration)) -> f64| paced.iter().map(of).fold(0.0, f64::max);
    report.ratio("pacing.late", worst(|(done, earliest)| done.took.as_secs_f64() / earliest.as_secs_f64()), 1.0, 1.02);
    report.ratio("pacing.throttled", worst(|(done, _)| done.refused_share()), 1.0, 0.01);
    report.step("pacing: recovery");
    measure_recovery(report)
}

fn measure_recovery(report: &mut Report) -> Outcome<()> {
    let (mut rows, mut slowest) = (Vec::new(), Duration::ZERO);
    for scenario in recovery::SCENARIOS {
        let recovered = recovery::recovery(scenario)?;
        slowest = slowest.max(recovered.took);
        let mut row = vec![scenario.name.to_owned(), recovered.refused.to_string()];
        row.extend(recovered.minutes.iter().map(|share| format!("{:.0} %", share * 100.0)));
        row.push(recovered.took.as_secs().to_string());
        rows.push(row);
    }
    report.table(
        "Recovery: what is served of what is possible, in each minute after the last 429; simulated.",
        &["", "answered 429", "first minute", "second", "third", "seconds to nine tenths"],
        rows,
    );
    report.ratio("pacing.recovery", slowest.as_secs_f64(), 1.0, 120.0);
    Ok(())
}

fn simulated(manners: Manners, network: Network, taken_by_others: usize) -> Outcome<Done> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(async {
        let tenant = Arc::new(Tenant::new(LIMIT, WINDOW));
        let others = tokio::spawn(service::others(Arc::clone(&tenant), taken_by_others));
        let pacing = match manners {
            Manners::Paced => Pacing::published(),
            Manners::RetryAfter | Manners::None => Pacing::off(),
        };
        let retry = match manners {
            Manners::Paced | Manners::RetryAfter => patient(),
            Manners::None => RetryPolicy::none(),
        };
        let service = service::over(Arc::clone(&tenant), network);
        let builder = GraphClient::builder(Cloud::Global).token("token").service(service);
        let graph = builder.pacing(pacing).retry(retry).deadline(PATIENCE).build()?;
        let working = work(&graph, UPDATES, TASKS);
        let took = match tokio::time::timeout(PATIENCE, working).await {
            Ok(took) => took?,
            Err(_) => PATIENCE,
        };
        others.abort();
        Ok(tenant.done(took, UPDATES))
    })
}

/// Again as often as it takes.
fn patient() -> RetryPolicy {
    RetryPolicy::default().max_attempts(u32::MAX)
}

/// The published form on a smaller scale.
fn scaled(window: Duration) -> Pacing {
    let limit = Limit::new("scaled", u32::try_from(LIMIT).unwrap_or(u32::MAX), window);
    Pacing::off().limit(limit.writes().below("/deviceManagement"))
}

fn row(name: &str, done: &Done, earliest: Duration) -> Vec<String> {
    let late = (done.took.as_secs_f64() / earliest.as_secs_f64() - 1.0) * 100.0;
    vec![
        name.to_owned(),
        format!("{:.1}", done.took.as_secs_f64()),
        format!("{:.0}", earliest.as_secs_f64()),
        if done.lost > 0 { String::new() } else { format!("{late:.2} %") },
        done.requests.to_string(),
        format!("{:.2} %", done.refused_share() * 100.0),
        done.lost.to_string(),
        done.twice.to_string(),
    ]
}
