//! The cache on tokio's paused clock, with a provider that records its calls.

mod expiry;
mod rejected_tokens;
mod shared_calls;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::{RefreshSchedule, TokenCache};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

/// Returns `t1`, `t2` and so on, each valid for an hour by default.
#[derive(Clone, Default)]
struct ScriptedProvider(Arc<ProviderState>);

#[derive(Default)]
struct ProviderState {
    requests: Mutex<Vec<TokenRequest>>,
    script: Mutex<VecDeque<Step>>,
    /// How many calls were dropped before they completed.
    dropped: Mutex<usize>,
}

enum Step {
    /// Returns a token with this lifetime, if any.
    Lifetime(Option<Duration>),
    /// Waits for a notification before the next step.
    Hold(Arc<Notify>),
    /// Waits for this time before the next step.
    Delay(Duration),
    Fail,
    Panic,
}

struct DropCounter<'a>(&'a ProviderState, bool);

impl Drop for DropCounter<'_> {
    fn drop(&mut self) {
        *self.0.dropped.lock().unwrap() += usize::from(!self.1);
    }
}

impl ScriptedProvider {
    fn calls(&self) -> usize {
        self.0.requests.lock().unwrap().len()
    }

    fn dropped(&self) -> usize {
        *self.0.dropped.lock().unwrap()
    }

    fn requested_claims(&self) -> Vec<Option<String>> {
        self.0.requests.lock().unwrap().iter().map(|request| request.claims().map(Into::into)).collect()
    }

    /// Adds the steps of a call that waits for the returned notification.
    fn hold(&self, then: Option<Step>) -> Arc<Notify> {
        let resume = Arc::new(Notify::new());
        self.script([Step::Hold(Arc::clone(&resume)), then.unwrap_or(Step::Lifetime(Some(HOUR)))]);
        resume
    }

    fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.0.script.lock().unwrap().extend(steps);
    }

    fn cache(&self) -> TokenCache {
        let mut cache = TokenCache::new(self.clone());
        cache.schedule = RefreshSchedule { now, ..cache.schedule };
        cache
    }
}

impl TokenProvider for ScriptedProvider {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        let number = {
            let mut requests = self.0.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len()
        };
        let mut steps = Vec::new();
        {
            // A call takes its steps at once, because calls may overlap.
            let mut script = self.0.script.lock().unwrap();
            while let Some(step) = script.pop_front() {
                let last = !matches!(step, Step::Hold(_) | Step::Delay(_));
                steps.push(step);
                if last {
                    break;
                }
            }
        }
        Box::pin(async move {
            let mut guard = DropCounter(&self.0, false);
            tokio::task::yield_now().await;
            let mut outcome = Ok(Some(HOUR));
            for step in steps {
                match step {
                    Step::Hold(resume) => resume.notified().await,
                    Step::Delay(time) => tokio::time::sleep(time).await,
                    Step::Lifetime(lifetime) => outcome = Ok(lifetime),
                    Step::Fail => outcome = Err(Error::credential(std::io::Error::other("the provider is down"))),
                    Step::Panic => panic!("the provider has a bug"),
                }
            }
            guard.1 = true;
            let token = AccessToken::new(format!("t{number}"))?;
            Ok(match outcome? {
                Some(lifetime) => token.with_expiry(now() + lifetime),
                None => token,
            })
        })
    }
}

/// The time of day by tokio's clock, which the tests advance.
fn now() -> SystemTime {
    thread_local!(static START: Instant = Instant::now());
    let elapsed = Instant::now().saturating_duration_since(START.with(|start| *start));
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) + elapsed
}

async fn advance(time: Duration) {
    tokio::time::advance(time).await;
}

fn request() -> TokenRequest {
    TokenRequest::new(["https://graph.microsoft.com/.default"])
}

fn text(token: &AccessToken) -> String {
    token.authorization().to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

async fn acquire(cache: &TokenCache, request: &TokenRequest) -> String {
    text(&in_time(cache.token(request)).await.unwrap())
}

async fn acquire_default(cache: &TokenCache) -> String {
    acquire(cache, &request()).await
}

/// Spawns a caller, which is waiting or done when this returns.
async fn spawn_caller(cache: &TokenCache, request: &TokenRequest) -> JoinHandle<Result<AccessToken, Error>> {
    let (cache, request) = (cache.clone(), request.clone());
    let caller = tokio::spawn(async move { cache.token(&request).await });
    run_ready_tasks().await;
    caller
}

/// Runs all tasks that are ready.
async fn run_ready_tasks() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

async fn token_of(caller: JoinHandle<Result<AccessToken, Error>>) -> String {
    text(&in_time(caller).await.unwrap().unwrap())
}

/// On a paused clock a day passes as soon as all tasks wait.
async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(24 * HOUR, future).await.expect("no caller waits forever")
}

#[tokio::test]
async fn no_debug_output_shows_a_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let token = cache.token(&request()).await.unwrap();
    let refreshed = request().refreshed(Some("{}")).with_rejected_token(&token);
    let shown = format!("{cache:?} {refreshed:?}");
    assert!(!shown.contains("t1"), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");
}
