//! Tokens that the service rejected, with claims and without.

use std::time::Duration;

use super::{MINUTE, ScriptedProvider, Step, acquire, acquire_default, advance, request, spawn_caller, token_of};
use crate::credential::TokenProvider;

const RETRY_INTERVAL: Duration = Duration::from_secs(30);
const MFA: Option<&str> = Some(r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#);
const NEWER: Option<&str> = Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#);

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_replaced_once_for_all_callers() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let old = cache.token(&request()).await.unwrap();
    let rejected = request().refreshed(None).with_rejected_token(&old);
    let resume = provider.hold(None);
    let mut callers = Vec::new();
    for _ in 0..100 {
        callers.push(spawn_caller(&cache, &rejected).await);
    }
    let other_caller = spawn_caller(&cache, &request()).await;
    resume.notify_one();
    for caller in callers {
        assert_eq!(token_of(caller).await, "t2");
    }
    assert_eq!(token_of(other_caller).await, "t2", "the old token would be rejected as well");
    assert_eq!(acquire(&cache, &rejected).await, "t2", "a caller whose token was rejected before");
    assert_eq!(provider.calls(), 2);

    advance(RETRY_INTERVAL).await;
    let again = request().refreshed(None).with_rejected_token(&cache.token(&request()).await.unwrap());
    assert_eq!(acquire(&cache, &again).await, "t3", "the new token can be rejected as well");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_rejects_every_token_does_not_flood_the_authority() {
    for (claims, calls) in [(None, 2), (MFA, 2)] {
        let provider = ScriptedProvider::default();
        let cache = provider.cache();
        for _ in 0..1_000 {
            let rejected = cache.token(&request()).await.unwrap();
            acquire(&cache, &request().refreshed(claims).with_rejected_token(&rejected)).await;
        }
        assert_eq!(provider.calls(), calls, "{claims:?}");
        advance(Duration::from_secs(29)).await;
        let rejected = cache.token(&request()).await.unwrap();
        let again = request().refreshed(claims).with_rejected_token(&rejected);
        assert_eq!(acquire(&cache, &again).await, "t2", "the caller gets the same token");
        assert_eq!(
            acquire(&cache, &request().refreshed(NEWER).with_rejected_token(&rejected)).await,
            "t3",
            "other claims need a new token"
        );
        advance(RETRY_INTERVAL).await;
        let rejected = cache.token(&request()).await.unwrap();
        assert_eq!(acquire(&cache, &request().refreshed(claims).with_rejected_token(&rejected)).await, "t4");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_replacement_is_retried_at_once() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let rejected = request().refreshed(None).with_rejected_token(&cache.token(&request()).await.unwrap());
    provider.script([Step::Fail]);
    assert!(cache.token(&rejected).await.is_err());
    assert_eq!(acquire(&cache, &rejected).await, "t3");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_without_the_rejected_token_acquires_a_new_one() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    assert_eq!(acquire_default(&cache).await, "t1");
    assert_eq!(acquire(&cache, &request().refreshed(None)).await, "t2");
    assert_eq!(acquire(&cache, &request().refreshed(None)).await, "t2");
    advance(RETRY_INTERVAL).await;
    assert_eq!(acquire(&cache, &request().refreshed(None)).await, "t3");
    assert!(provider.0.requests.lock().unwrap()[1].is_refresh());
}

#[tokio::test(start_paused = true)]
async fn other_callers_get_the_old_token_when_its_replacement_fails() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let old = cache.token(&request()).await.unwrap();
    let resume = provider.hold(Some(Step::Fail));
    let rejected = spawn_caller(&cache, &request().refreshed(None).with_rejected_token(&old)).await;
    let other_caller = spawn_caller(&cache, &request()).await;
    resume.notify_one();
    assert!(rejected.await.unwrap().unwrap_err().is_credential());
    assert_eq!(token_of(other_caller).await, "t1");
}

#[tokio::test(start_paused = true)]
async fn claims_are_passed_on_and_not_mixed() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let old = cache.token(&request()).await.unwrap();
    let [first, second] = [provider.hold(None), provider.hold(None)];
    let rejected = |claims| request().refreshed(claims).with_rejected_token(&old);
    let mfa = [spawn_caller(&cache, &rejected(MFA)).await, spawn_caller(&cache, &rejected(MFA)).await];
    let newer = [spawn_caller(&cache, &rejected(NEWER)).await, spawn_caller(&cache, &rejected(NEWER)).await];
    assert_eq!(acquire_default(&cache).await, "t1", "a caller without a challenge uses the cached token");
    second.notify_one();
    for caller in newer {
        assert_eq!(token_of(caller).await, "t3");
    }
    first.notify_one();
    for caller in mfa {
        assert_eq!(token_of(caller).await, "t2");
    }
    assert_eq!(provider.requested_claims(), [None, MFA.map(Into::into), NEWER.map(Into::into)]);
    assert_eq!(acquire_default(&cache).await, "t3", "the call that started last");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_the_claims_does_not_satisfy_a_challenge() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let old = cache.token(&request()).await.unwrap();
    assert_eq!(acquire(&cache, &request().refreshed(None).with_rejected_token(&old)).await, "t2");
    let challenged = request().refreshed(MFA).with_rejected_token(&old);
    assert_eq!(acquire(&cache, &challenged).await, "t3");
    assert_eq!(acquire(&cache, &challenged).await, "t3", "this token has the claims");
    assert_eq!(acquire(&cache, &request().refreshed(None).with_rejected_token(&old)).await, "t3");
    assert_eq!(provider.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_older_call_does_not_replace_a_newer_token() {
    let provider = ScriptedProvider::default();
    let cache = provider.cache();
    let old = cache.token(&request()).await.unwrap();
    advance(55 * MINUTE).await;
    let slow = provider.hold(None);
    let early = spawn_caller(&cache, &request()).await;
    assert_eq!(
        acquire(&cache, &request().refreshed(None).with_rejected_token(&old)).await,
        "t3",
        "not the token of the older call"
    );
    slow.notify_one();
    assert_eq!(token_of(early).await, "t3");
    assert_eq!(acquire_default(&cache).await, "t3");
    assert_eq!(provider.calls(), 3);
}
