//! Refreshing tokens before they expire.

use std::time::Duration;

use tokio::time::Instant;

use super::{HOUR, MINUTE, ScriptedProvider, Step, acquire_default, advance, request, spawn_caller, token_of};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn before_the_expiry_one_caller_refreshes_while_the_others_use_the_old_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(54 * MINUTE + Duration::from_secs(59)).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 1);

    advance(Duration::from_secs(1)).await;
    let resume = provider.hold(None);
    let refresher = spawn_caller(&cache, &request()).await;
    for _ in 0..10 {
        assert_eq!(acquire_default(&cache).await, "t1", "the old token is valid for five more minutes");
    }
    resume.notify_one();
    assert_eq!(token_of(refresher).await, "t2");
    assert_eq!(acquire_default(&cache).await, "t2");
    assert_eq!(provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_the_expiry_all_callers_wait_for_one_call() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(HOUR).await;
    let resume = provider.hold(None);
    let callers = [
        spawn_caller(&cache, &request()).await,
        spawn_caller(&cache, &request()).await,
        spawn_caller(&cache, &request()).await,
    ];
    assert!(callers.iter().all(|caller| !caller.is_finished()));
    resume.notify_one();
    for caller in callers {
        assert_eq!(token_of(caller).await, "t2");
    }
    assert_eq!(provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_refresh_returns_the_old_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(55 * MINUTE).await;
    provider.script([Step::Fail]);
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 2);
    advance(Duration::from_secs(29)).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 2, "the next attempt follows after half a minute");
    advance(Duration::from_secs(1)).await;
    assert_eq!(acquire_default(&cache).await, "t3");
    assert_eq!(provider.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_delays_one_caller_for_five_seconds() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(55 * MINUTE).await;
    let start = Instant::now();
    let _never = provider.hold(None);
    let refresher = spawn_caller(&cache, &request()).await;
    assert_eq!(acquire_default(&cache).await, "t1", "others do not wait");
    assert!(!refresher.is_finished() && start.elapsed().is_zero());
    assert_eq!(token_of(refresher).await, "t1");
    assert_eq!(start.elapsed().as_secs(), 5);
    assert_eq!((provider.calls(), provider.dropped()), (2, 1), "a call that hangs ends with its last caller");
    advance(29 * SECOND).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 2, "the next attempt follows after half a minute");
    advance(SECOND).await;
    assert_eq!(acquire_default(&cache).await, "t3");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_is_dropped_does_not_make_the_next_one_wait() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(55 * MINUTE).await;
    let _never = provider.hold(None);
    let dropped = spawn_caller(&cache, &request()).await;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn callers_wait_for_a_refresh_that_outlasts_the_old_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(59 * MINUTE + 57 * SECOND).await;
    provider.script([Step::Delay(MINUTE), Step::Lifetime(Some(HOUR))]);
    assert_eq!(acquire_default(&cache).await, "t2", "the old token has expired");
    assert_eq!(provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_after_the_expiry_is_an_error() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(59 * MINUTE + Duration::from_secs(57)).await;
    provider.script([Step::Delay(4 * SECOND), Step::Fail]);
    let error = cache_error(&cache).await;
    assert!(error.is_credential(), "the old token expired while its refresh failed");
    assert_eq!(acquire_default(&cache).await, "t3", "the retry interval applies only while a token is cached");
}

async fn cache_error(cache: &super::TokenCache) -> crate::Error {
    super::TokenProvider::token(cache, &request()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_refreshed_after_half_of_its_lifetime() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    provider.script([Step::Lifetime(Some(MINUTE))]);
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(Duration::from_secs(29)).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(Duration::from_secs(1)).await;
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn refresh_ahead_is_configurable() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache().refresh_ahead(Duration::ZERO);
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(59 * MINUTE + Duration::from_secs(59)).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    advance(Duration::from_secs(1)).await;
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_an_expiry_is_shared_but_not_cached() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let resume = provider.hold(Some(Step::Lifetime(None)));
    let callers = [spawn_caller(&cache, &request()).await, spawn_caller(&cache, &request()).await];
    resume.notify_one();
    for caller in callers {
        assert_eq!(token_of(caller).await, "t1");
    }
    assert_eq!(provider.calls(), 1);
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_already_expired_is_returned_once() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    provider.script([Step::Lifetime(Some(Duration::ZERO))]);
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(acquire_default(&cache).await, "t2");
}
