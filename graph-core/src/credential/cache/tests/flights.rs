//! Who shares a call of the provider, and what happens to those who wait.

use std::error::Error as StdError;

use super::{Authority, MINUTE, Step, ask, caller, got, pass, plain, request, settle};
use crate::credential::{TokenProvider, TokenRequest};

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_cost_one_call() {
    let authority = Authority::default();
    let cache = authority.cache();
    let go = authority.hold(None);
    let mut callers = Vec::new();
    for _ in 0..1000 {
        let (cache, request) = (cache.clone(), request());
        callers.push(tokio::spawn(async move { cache.token(&request).await }));
    }
    settle().await;
    go.notify_one();
    for caller in callers {
        assert_eq!(got(caller).await, "t1");
    }
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_goes_on_when_the_caller_that_started_it_is_dropped() {
    let authority = Authority::default();
    let cache = authority.cache();
    let go = authority.hold(None);
    let first = caller(&cache, &request()).await;
    let second = caller(&cache, &request()).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let third = caller(&cache, &request()).await;
    go.notify_one();
    assert_eq!((got(second).await, got(third).await), ("t1".into(), "t1".into()));
    assert_eq!((authority.calls(), authority.dropped()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_ends() {
    let authority = Authority::default();
    let cache = authority.cache();
    let _go = authority.hold(None);
    let callers = [caller(&cache, &request()).await, caller(&cache, &request()).await];
    for caller in callers {
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    assert_eq!((authority.calls(), authority.dropped()), (1, 1));
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_never_polled_holds_nobody_up() {
    let authority = Authority::default();
    let cache = authority.cache();
    let asked = request();
    let lazy = cache.token(&asked);
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(super::text(&lazy.await.unwrap()), "t1");
    assert_eq!(authority.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_goes_to_those_who_waited_and_to_nobody_else() {
    let authority = Authority::default();
    let cache = authority.cache();
    let go = authority.hold(Some(Step::Fail));
    let callers = [caller(&cache, &request()).await, caller(&cache, &request()).await];
    go.notify_one();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert!(error.is_credential());
        assert_eq!(error.to_string(), "no access token could be acquired: the authority is down");
        let source = error.source().unwrap();
        assert_eq!(source.to_string(), "the authority is down");
        assert!(source.source().is_none());
        assert!(format!("{error:?}").contains("the authority is down"), "{error:?}");
    }
    assert_eq!(authority.calls(), 1);
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_is_an_error_for_all() {
    let authority = Authority::default();
    let cache = authority.cache();
    let go = authority.hold(Some(Step::Panic));
    let callers = [caller(&cache, &request()).await, caller(&cache, &request()).await];
    go.notify_one();
    for caller in callers {
        assert!(caller.await.unwrap().unwrap_err().is_credential());
    }
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn other_scopes_are_another_token() {
    let authority = Authority::default();
    let cache = authority.cache();
    let other = TokenRequest::new(["https://graph.microsoft.us/.default"]);
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(ask(&cache, &other).await, "t2");
    assert_eq!((plain(&cache).await, ask(&cache, &other).await), ("t1".into(), "t2".into()));
    assert_eq!(authority.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn clones_share_what_is_kept() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache.clone()).await, "t1");
    pass(MINUTE).await;
    assert_eq!(plain(&cache).await, "t1");
    assert!(cache.keeps_tokens());
}
