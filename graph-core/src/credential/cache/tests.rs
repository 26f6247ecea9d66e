//! The cache on tokio's paused clock, over a provider that counts what it is asked.

mod claims;
mod expiry;
mod flights;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::{Schedule, TokenCache};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

/// Gives `t1`, `t2` and so on, each good for an hour unless the script says something else.
#[derive(Clone, Default)]
struct Authority(Arc<Inner>);

#[derive(Default)]
struct Inner {
    asked: Mutex<Vec<TokenRequest>>,
    script: Mutex<VecDeque<Step>>,
    /// Calls that were dropped before they were answered.
    dropped: Mutex<usize>,
}

enum Step {
    /// A token with this life, if any.
    Life(Option<Duration>),
    /// Whatever the next step says, when it is told to go on.
    Hold(Arc<Notify>),
    /// Whatever the next step says, after this time.
    Delay(Duration),
    Fail,
    Panic,
}

struct Dropped<'a>(&'a Inner, bool);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        *self.0.dropped.lock().unwrap() += usize::from(!self.1);
    }
}

impl Authority {
    fn calls(&self) -> usize {
        self.0.asked.lock().unwrap().len()
    }

    fn dropped(&self) -> usize {
        *self.0.dropped.lock().unwrap()
    }

    fn asked_claims(&self) -> Vec<Option<String>> {
        self.0.asked.lock().unwrap().iter().map(|request| request.claims().map(Into::into)).collect()
    }

    /// The steps of one call that is held back, and what lets it go on.
    fn hold(&self, then: Option<Step>) -> Arc<Notify> {
        let go = Arc::new(Notify::new());
        self.script([Step::Hold(Arc::clone(&go)), then.unwrap_or(Step::Life(Some(HOUR)))]);
        go
    }

    fn script(&self, steps: impl IntoIterator<Item = Step>) {
        self.0.script.lock().unwrap().extend(steps);
    }

    fn cache(&self) -> TokenCache {
        let mut cache = TokenCache::new(self.clone());
        cache.schedule = Schedule { now, ..cache.schedule };
        cache
    }
}

impl TokenProvider for Authority {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        let number = {
            let mut asked = self.0.asked.lock().unwrap();
            asked.push(request.clone());
            asked.len()
        };
        let mut steps = Vec::new();
        {
            // A call takes its own steps at once, so that calls that overlap do not take each other's.
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
            let mut guard = Dropped(&self.0, false);
            tokio::task::yield_now().await;
            let mut outcome = Ok(Some(HOUR));
            for step in steps {
                match step {
                    Step::Hold(go) => go.notified().await,
                    Step::Delay(time) => tokio::time::sleep(time).await,
                    Step::Life(life) => outcome = Ok(life),
                    Step::Fail => outcome = Err(Error::credential(std::io::Error::other("the authority is down"))),
                    Step::Panic => panic!("the provider has a bug"),
                }
            }
            guard.1 = true;
            let token = AccessToken::new(format!("t{number}"))?;
            Ok(match outcome? {
                Some(life) => token.with_expiry(now() + life),
                None => token,
            })
        })
    }
}

/// The time of day by tokio's clock, which the tests move.
fn now() -> SystemTime {
    thread_local!(static START: Instant = Instant::now());
    let passed = Instant::now().saturating_duration_since(START.with(|start| *start));
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) + passed
}

async fn pass(time: Duration) {
    tokio::time::advance(time).await;
}

fn request() -> TokenRequest {
    TokenRequest::new(["https://graph.microsoft.com/.default"])
}

fn text(token: &AccessToken) -> String {
    token.authorization().to_str().unwrap().trim_start_matches("Bearer ").to_owned()
}

async fn ask(cache: &TokenCache, request: &TokenRequest) -> String {
    text(&in_time(cache.token(request)).await.unwrap())
}

async fn plain(cache: &TokenCache) -> String {
    ask(cache, &request()).await
}

/// A caller of its own, which has begun to wait (or is done) when this returns.
async fn caller(cache: &TokenCache, request: &TokenRequest) -> JoinHandle<Result<AccessToken, Error>> {
    let (cache, request) = (cache.clone(), request.clone());
    let caller = tokio::spawn(async move { cache.token(&request).await });
    settle().await;
    caller
}

/// Lets everything run that can.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

async fn got(caller: JoinHandle<Result<AccessToken, Error>>) -> String {
    text(&in_time(caller).await.unwrap().unwrap())
}

/// On a paused clock a day is over as soon as everybody waits for each other.
async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(24 * HOUR, future).await.expect("nobody waits forever")
}

#[tokio::test]
async fn nothing_of_it_shows_a_token() {
    let authority = Authority::default();
    let cache = authority.cache();
    let token = cache.token(&request()).await.unwrap();
    let refreshed = request().refreshed(Some("{}")).instead_of(&token);
    let shown = format!("{cache:?} {refreshed:?}");
    assert!(!shown.contains("t1"), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");
}
