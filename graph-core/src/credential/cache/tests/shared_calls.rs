//! Callers that share a call of the provider.

use std::error::Error as StdError;

use super::{
    MINUTE, ScriptedProvider, Step, acquire, acquire_default, advance, request, run_ready_tasks, spawn_caller, token_of,
};
use crate::credential::{TokenProvider, TokenRequest};

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_cost_one_call() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let resume = provider.hold(None);
    let mut callers = Vec::new();
    for _ in 0..1000 {
        let (cache, request) = (cache.clone(), request());
        callers.push(tokio::spawn(async move { cache.token(&request).await }));
    }
    run_ready_tasks().await;
    resume.notify_one();
    for caller in callers {
        assert_eq!(token_of(caller).await, "t1");
    }
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(provider.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_continues_when_the_caller_that_started_it_is_dropped() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let resume = provider.hold(None);
    let first = spawn_caller(&cache, &request()).await;
    let second = spawn_caller(&cache, &request()).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let third = spawn_caller(&cache, &request()).await;
    resume.notify_one();
    assert_eq!((token_of(second).await, token_of(third).await), ("t1".into(), "t1".into()));
    assert_eq!((provider.calls(), provider.dropped()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_without_callers_is_dropped() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let _resume = provider.hold(None);
    let callers = [spawn_caller(&cache, &request()).await, spawn_caller(&cache, &request()).await];
    for caller in callers {
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    assert_eq!((provider.calls(), provider.dropped()), (1, 1));
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_never_polled_does_not_block_others() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let request = request();
    let lazy = cache.token(&request);
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(super::text(&lazy.await.unwrap()), "t1");
    assert_eq!(provider.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_goes_only_to_the_callers_that_waited() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let resume = provider.hold(Some(Step::Fail));
    let callers = [spawn_caller(&cache, &request()).await, spawn_caller(&cache, &request()).await];
    resume.notify_one();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert!(error.is_credential());
        assert_eq!(error.to_string(), "failed to acquire an access token: the provider is down");
        let source = error.source().unwrap();
        assert_eq!(source.to_string(), "the provider is down");
        assert!(source.source().is_none());
        assert!(format!("{error:?}").contains("the provider is down"), "{error:?}");
    }
    assert_eq!(provider.calls(), 1);
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_provider_is_an_error_for_all_callers() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let resume = provider.hold(Some(Step::Panic));
    let callers = [spawn_caller(&cache, &request()).await, spawn_caller(&cache, &request()).await];
    resume.notify_one();
    for caller in callers {
        assert!(caller.await.unwrap().unwrap_err().is_credential());
    }
    assert_eq!(acquire_default(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn other_scopes_get_another_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let other = TokenRequest::new(["https://graph.microsoft.us/.default"]);
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(acquire(&cache, &other).await, "t2");
    assert_eq!((acquire_default(&cache).await, acquire(&cache, &other).await), ("t1".into(), "t2".into()));
    assert_eq!(provider.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_tokens() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache.clone()).await, "t1");
    advance(MINUTE).await;
    assert_eq!(acquire_default(&cache).await, "t1");
    assert!(cache.caches_tokens());
}
