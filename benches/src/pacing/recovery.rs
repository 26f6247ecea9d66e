//! How long it takes after the last 429 until as much is served again as is possible.

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

use super::{PATIENCE, patient};
use crate::Outcome;

/// No limit is published for it.
#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    job_title: String,
}

/// What is refused, by the time since the start.
#[derive(Clone, Copy)]
pub(super) enum Trouble {
    /// Nothing.
    None,
    /// The first second.
    Wave,
    /// The second minute.
    Outage,
    /// In the second and third minute, what exceeds half of the published limit.
    Half,
}

/// One service, and those who use it.
#[derive(Clone, Copy)]
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) configuration: bool,
    pub(super) tasks: usize,
    pub(super) trouble: Trouble,
    /// In seconds.
    pub(super) retry_after: Option<u64>,
}

pub(super) const SCENARIOS: [Scenario; 8] = [
    Scenario::users("users, one task, the first responses", 1, Trouble::Wave, Some(1)),
    Scenario::users("the same without `Retry-After`", 1, Trouble::Wave, None),
    Scenario::users("users, 200 tasks, the first responses", 200, Trouble::Wave, Some(1)),
    Scenario::users("the same without `Retry-After`", 200, Trouble::Wave, None),
    Scenario::users("users, 200 tasks, an outage of a minute", 200, Trouble::Outage, None),
    Scenario::configuration("device configuration, 200 tasks, an outage of a minute", Trouble::Outage, Some(10)),
    Scenario::configuration("the same without `Retry-After`", Trouble::Outage, None),
    Scenario::configuration(
        "device configuration, 200 tasks, half of the limit for two minutes",
        Trouble::Half,
        Some(1),
    ),
];

impl Scenario {
    const fn users(name: &'static str, tasks: usize, trouble: Trouble, retry_after: Option<u64>) -> Self {
        Self { name, configuration: false, tasks, trouble, retry_after }
    }

    const fn configuration(name: &'static str, trouble: Trouble, retry_after: Option<u64>) -> Self {
        Self { name, configuration: true, tasks: 200, trouble, retry_after }
    }
}

/// When requests were answered, since the start.
#[derive(Default)]
struct History {
    served: Vec<Duration>,
    refused: Vec<Duration>,
}

/// What came of a scenario.
pub(super) struct Recovery {
    /// From the last 429 until nine tenths are served.
    pub(super) took: Duration,
    /// What was served of what is possible, in each minute after the last 429.
    pub(super) minutes: Vec<f64>,
    pub(super) refused: usize,
}

const MINUTE: Duration = Duration::from_secs(60);
const LASTS: Duration = Duration::from_secs(8 * 60);
/// Two windows of the published limit: requests come in bursts.
const SPAN: Duration = Duration::from_secs(40);
/// Each way.
const WAY: Duration = Duration::from_millis(50);

pub(super) fn recovery(scenario: Scenario) -> Outcome<Recovery> {
    let undisturbed = run(Scenario { trouble: Trouble::None, ..scenario })?;
    let history = run(scenario)?;
    let per_second = share(count(&undisturbed.served, MINUTE, LASTS.saturating_sub(MINUTE)), 1)
        / LASTS.saturating_sub(MINUTE).as_secs_f64();
    let last = history.refused.last().copied().unwrap_or_default();
    let of_possible = |from: Duration, span: Duration| {
        share(count(&history.served, last + from, span), 1) / span.as_secs_f64() / per_second
    };
    let seconds = (0..300).map(Duration::from_secs).find(|from| of_possible(*from, SPAN) >= 0.9);
    let minutes = (0..3).map(|minute| of_possible(MINUTE * minute, MINUTE)).collect();
    Ok(Recovery { took: seconds.ok_or("it never recovered")?, minutes, refused: history.refused.len() })
}

fn count(moments: &[Duration], from: Duration, span: Duration) -> usize {
    moments.iter().filter(|at| **at >= from && **at < from + span).count()
}

fn share(one: usize, other: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(one) / number(other)
}

fn run(scenario: Scenario) -> Outcome<History> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(async {
        let (history, start) = (Arc::new(Mutex::new(History::default())), Instant::now());
        let service = service(scenario, Arc::clone(&history), start);
        let builder = GraphClient::builder(Cloud::Global).token("token").service(service);
        let graph = builder.pacing(Pacing::published()).retry(patient()).deadline(PATIENCE).build()?;
        let mut tasks = JoinSet::new();
        for _ in 0..scenario.tasks {
            let graph = graph.clone();
            tasks.spawn(async move {
                loop {
                    update(&graph, scenario.configuration).await?;
                }
            });
        }
        sleep(LASTS).await;
        if let Some(ended) = tasks.try_join_next() {
            let ended: Result<(), Error> = ended?;
            ended?;
        }
        tasks.shutdown().await;
        let mut history = history.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(std::mem::take(&mut *history))
    })
}

/// A call that is refused for good is followed by the next one.
async fn update(graph: &GraphClient, configuration: bool) -> Result<(), Error> {
    let updated = if configuration {
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
    history: Arc<Mutex<History>>,
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
    let half = Arc::new(super::service::Tenant::new(super::LIMIT / 2, super::WINDOW));
    tower::service_fn(move |_: Request<Bytes>| {
        let (history, half) = (Arc::clone(&history), Arc::clone(&half));
        async move {
            sleep(WAY).await;
            let now = start.elapsed();
            let mut retry_after = scenario.retry_after;
            let refused = match scenario.trouble {
                Trouble::None => false,
                Trouble::Wave => now < Duration::from_secs(1),
                Trouble::Outage => now >= MINUTE && now < MINUTE * 2,
                Trouble::Half => {
                    let wait = half.count().err();
                    retry_after = wait.map(|wait| wait.as_secs() + 1);
                    wait.is_some() && now >= MINUTE && now < MINUTE * 3
                }
            };
            sleep(WAY).await;
            let mut response = Response::new(String::new());
            let mut history = history.lock().unwrap_or_else(PoisonError::into_inner);
            if refused {
                history.refused.push(start.elapsed());
                *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                if let Some(seconds) = retry_after {
                    response.headers_mut().insert(http::header::RETRY_AFTER, seconds.into());
                }
            } else {
                history.served.push(start.elapsed());
                *response.status_mut() = StatusCode::NO_CONTENT;
            }
            Ok(response)
        }
    })
}
