//! The time from the last 429 until the possible rate is served again.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use graph_core::pacing::Pacing;
use graph_core::{Cloud, Error, GraphClient, graph_resource};
use graph_reference::{DeviceConfigurationUserStatus, pages};
use http::{Request, Response, StatusCode};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::workload::{LIMIT, MAX_RUN_TIME, WINDOW, retry_until_done};
use crate::BenchResult;

/// A resource without a published limit.
#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    job_title: String,
}

/// The requests that the service rejects, by the time since the start.
#[derive(Clone, Copy)]
pub(super) enum Disruption {
    /// No requests.
    None,
    /// The requests of the first second.
    FirstSecond,
    /// The requests of the second minute.
    OneMinute,
    /// The requests of the second and third minute that exceed half of the published limit.
    HalfOfLimit,
}

/// A service and its clients.
#[derive(Clone, Copy)]
pub(super) struct Scenario {
    pub(super) name: &'static str,
    is_configuration: bool,
    pub(super) tasks: usize,
    pub(super) disruption: Disruption,
    /// The value of `Retry-After`, in seconds.
    pub(super) retry_after: Option<u64>,
}

pub(super) const SCENARIOS: [Scenario; 8] = [
    Scenario::users("users, one task, the first responses", 1, Disruption::FirstSecond, Some(1)),
    Scenario::users("the same without `Retry-After`", 1, Disruption::FirstSecond, None),
    Scenario::users("users, 200 tasks, the first responses", 200, Disruption::FirstSecond, Some(1)),
    Scenario::users("the same without `Retry-After`", 200, Disruption::FirstSecond, None),
    Scenario::users("users, 200 tasks, an outage of a minute", 200, Disruption::OneMinute, None),
    Scenario::configuration("device configuration, 200 tasks, an outage of a minute", Disruption::OneMinute, Some(10)),
    Scenario::configuration("the same without `Retry-After`", Disruption::OneMinute, None),
    Scenario::configuration(
        "device configuration, 200 tasks, half of the limit for two minutes",
        Disruption::HalfOfLimit,
        Some(1),
    ),
];

impl Scenario {
    const fn users(name: &'static str, tasks: usize, disruption: Disruption, retry_after: Option<u64>) -> Self {
        Self { name, is_configuration: false, tasks, disruption, retry_after }
    }

    const fn configuration(name: &'static str, disruption: Disruption, retry_after: Option<u64>) -> Self {
        Self { name, is_configuration: true, tasks: 200, disruption, retry_after }
    }
}

/// The times of the responses since the start.
#[derive(Default)]
struct ResponseTimes {
    served: Vec<Duration>,
    rejected: Vec<Duration>,
}

/// The result of a scenario.
pub(super) struct Recovery {
    /// The time from the last 429 until 90 % of the possible rate is served.
    pub(super) elapsed: Duration,
    /// The served share of the possible rate, in each minute after the last 429.
    pub(super) minutes: Vec<f64>,
    pub(super) rejected: usize,
}

const MINUTE: Duration = Duration::from_secs(60);
/// The simulated time of a run.
const RUN_TIME: Duration = Duration::from_secs(8 * 60);
/// The time over which a rate is measured. It is two windows of the published limit, because requests come in bursts.
const RATE_SPAN: Duration = Duration::from_secs(40);
/// The latency of a request and of a response.
const LATENCY: Duration = Duration::from_millis(50);

pub(super) fn measure(scenario: Scenario) -> BenchResult<Recovery> {
    let undisturbed = run(Scenario { disruption: Disruption::None, ..scenario })?;
    let times = run(scenario)?;
    let per_second = share(count(&undisturbed.served, MINUTE, RUN_TIME.saturating_sub(MINUTE)), 1)
        / RUN_TIME.saturating_sub(MINUTE).as_secs_f64();
    let last = times.rejected.last().copied().unwrap_or_default();
    let share_of_possible = |from: Duration, span: Duration| {
        share(count(&times.served, last + from, span), 1) / span.as_secs_f64() / per_second
    };
    let seconds = (0..300).map(Duration::from_secs).find(|from| share_of_possible(*from, RATE_SPAN) >= 0.9);
    let minutes = (0..3).map(|minute| share_of_possible(MINUTE * minute, MINUTE)).collect();
    Ok(Recovery {
        elapsed: seconds.ok_or("the possible rate was not reached again")?,
        minutes,
        rejected: times.rejected.len(),
    })
}

fn count(times: &[Duration], from: Duration, span: Duration) -> usize {
    times.iter().filter(|at| **at >= from && **at < from + span).count()
}

fn share(one: usize, other: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(one) / number(other)
}

fn run(scenario: Scenario) -> BenchResult<ResponseTimes> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(async {
        let (times, start) = (Arc::new(Mutex::new(ResponseTimes::default())), Instant::now());
        let service = service(scenario, Arc::clone(&times), start);
        let builder = GraphClient::builder(Cloud::Global).token("token").service(service);
        let graph = builder.pacing(Pacing::published()).retry(retry_until_done()).deadline(MAX_RUN_TIME).build()?;
        let mut tasks = JoinSet::new();
        for _ in 0..scenario.tasks {
            let graph = graph.clone();
            tasks.spawn(async move {
                loop {
                    update(&graph, scenario.is_configuration).await?;
                }
            });
        }
        sleep(RUN_TIME).await;
        if let Some(ended) = tasks.try_join_next() {
            let ended: Result<(), Error> = ended?;
            ended?;
        }
        tasks.shutdown().await;
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *times))
    })
}

/// Performs one update. A rejected update is not an error; the next update follows.
async fn update(graph: &GraphClient, is_configuration: bool) -> Result<(), Error> {
    let updated = if is_configuration {
        let address = DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, "status");
        graph.update(address, DeviceConfigurationUserStatus::update().devices_count(1)).await.map(drop)
    } else {
        graph.update(User::at("user"), User::update().job_title("Clerk")).await.map(drop)
    };
    match updated {
        Err(error) if error.is_throttled() => Ok(()),
        other => other,
    }
}

fn service(
    scenario: Scenario,
    times: Arc<Mutex<ResponseTimes>>,
    start: Instant,
) -> impl tower::Service<
    Request<Bytes>,
    Response = Response<String>,
    Error = Infallible,
    Future = impl Future<Output = Result<Response<String>, Infallible>> + Send + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    let half = Arc::new(super::service::Tenant::new(LIMIT / 2, WINDOW));
    tower::service_fn(move |_: Request<Bytes>| {
        let (times, half) = (Arc::clone(&times), Arc::clone(&half));
        async move {
            sleep(LATENCY).await;
            let now = start.elapsed();
            let mut retry_after = scenario.retry_after;
            let is_rejected = match scenario.disruption {
                Disruption::None => false,
                Disruption::FirstSecond => now < Duration::from_secs(1),
                Disruption::OneMinute => now >= MINUTE && now < MINUTE * 2,
                Disruption::HalfOfLimit => {
                    let wait = half.count().err();
                    retry_after = wait.map(|wait| wait.as_secs() + 1);
                    wait.is_some() && now >= MINUTE && now < MINUTE * 3
                }
            };
            sleep(LATENCY).await;
            let mut response = Response::new(String::new());
            let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
            if is_rejected {
                times.rejected.push(start.elapsed());
                *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                if let Some(seconds) = retry_after {
                    response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
                }
            } else {
                times.served.push(start.elapsed());
                *response.status_mut() = StatusCode::NO_CONTENT;
            }
            Ok(response)
        }
    })
}
