//! Tokens that were refused, with claims and without.

use std::time::Duration;

use super::{Authority, MINUTE, Step, ask, caller, got, pass, plain, request};
use crate::credential::TokenProvider;

const PAUSE: Duration = Duration::from_secs(30);
const MFA: Option<&str> = Some(r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#);
const NEWER: Option<&str> = Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#);

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_for_all_who_had_it() {
    let authority = Authority::default();
    let cache = authority.cache();
    let old = cache.token(&request()).await.unwrap();
    let refused = request().refreshed(None).instead_of(&old);
    let go = authority.hold(None);
    let mut callers = Vec::new();
    for _ in 0..100 {
        callers.push(caller(&cache, &refused).await);
    }
    let bystander = caller(&cache, &request()).await;
    go.notify_one();
    for caller in callers {
        assert_eq!(got(caller).await, "t2");
    }
    assert_eq!(got(bystander).await, "t2", "the old token would be refused as well");
    assert_eq!(ask(&cache, &refused).await, "t2", "somebody who was refused before comes late");
    assert_eq!(authority.calls(), 2);

    pass(PAUSE).await;
    let again = request().refreshed(None).instead_of(&cache.token(&request()).await.unwrap());
    assert_eq!(ask(&cache, &again).await, "t3", "the new one can be refused as well");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_everything_does_not_make_a_storm() {
    for (claims, calls) in [(None, 2), (MFA, 2)] {
        let authority = Authority::default();
        let cache = authority.cache();
        for _ in 0..1_000 {
            let refused = cache.token(&request()).await.unwrap();
            ask(&cache, &request().refreshed(claims).instead_of(&refused)).await;
        }
        assert_eq!(authority.calls(), calls, "{claims:?}");
        pass(Duration::from_secs(29)).await;
        let refused = cache.token(&request()).await.unwrap();
        let again = request().refreshed(claims).instead_of(&refused);
        assert_eq!(ask(&cache, &again).await, "t2", "the caller sees that it is the same");
        assert_eq!(ask(&cache, &request().refreshed(NEWER).instead_of(&refused)).await, "t3", "other claims are new");
        pass(PAUSE).await;
        let refused = cache.token(&request()).await.unwrap();
        assert_eq!(ask(&cache, &request().refreshed(claims).instead_of(&refused)).await, "t4");
    }
}

#[tokio::test(start_paused = true)]
async fn a_replacement_that_fails_does_not_stand_for_one() {
    let authority = Authority::default();
    let cache = authority.cache();
    let refused = request().refreshed(None).instead_of(&cache.token(&request()).await.unwrap());
    authority.script([Step::Fail]);
    assert!(cache.token(&refused).await.is_err());
    assert_eq!(ask(&cache, &refused).await, "t3");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_does_not_say_what_was_refused_is_one_too() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(ask(&cache, &request().refreshed(None)).await, "t2");
    assert_eq!(ask(&cache, &request().refreshed(None)).await, "t2");
    pass(PAUSE).await;
    assert_eq!(ask(&cache, &request().refreshed(None)).await, "t3");
    assert!(authority.0.asked.lock().unwrap()[1].is_refresh());
}

#[tokio::test(start_paused = true)]
async fn bystanders_keep_the_old_token_when_its_replacement_fails() {
    let authority = Authority::default();
    let cache = authority.cache();
    let old = cache.token(&request()).await.unwrap();
    let go = authority.hold(Some(Step::Fail));
    let refused = caller(&cache, &request().refreshed(None).instead_of(&old)).await;
    let bystander = caller(&cache, &request()).await;
    go.notify_one();
    assert!(refused.await.unwrap().unwrap_err().is_credential());
    assert_eq!(got(bystander).await, "t1");
}

#[tokio::test(start_paused = true)]
async fn claims_are_passed_on_and_not_mixed() {
    let authority = Authority::default();
    let cache = authority.cache();
    let old = cache.token(&request()).await.unwrap();
    let [first, second] = [authority.hold(None), authority.hold(None)];
    let refused = |claims| request().refreshed(claims).instead_of(&old);
    let mfa = [caller(&cache, &refused(MFA)).await, caller(&cache, &refused(MFA)).await];
    let newer = [caller(&cache, &refused(NEWER)).await, caller(&cache, &refused(NEWER)).await];
    assert_eq!(plain(&cache).await, "t1", "who was not challenged goes on");
    second.notify_one();
    for caller in newer {
        assert_eq!(got(caller).await, "t3");
    }
    first.notify_one();
    for caller in mfa {
        assert_eq!(got(caller).await, "t2");
    }
    assert_eq!(authority.asked_claims(), [None, MFA.map(Into::into), NEWER.map(Into::into)]);
    assert_eq!(plain(&cache).await, "t3", "the call that was started last");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_the_claims_does_not_answer_a_challenge() {
    let authority = Authority::default();
    let cache = authority.cache();
    let old = cache.token(&request()).await.unwrap();
    assert_eq!(ask(&cache, &request().refreshed(None).instead_of(&old)).await, "t2");
    let challenged = request().refreshed(MFA).instead_of(&old);
    assert_eq!(ask(&cache, &challenged).await, "t3");
    assert_eq!(ask(&cache, &challenged).await, "t3", "this one has them");
    assert_eq!(ask(&cache, &request().refreshed(None).instead_of(&old)).await, "t3");
    assert_eq!(authority.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_from_before_the_refusal_does_not_bring_the_refused_token_back() {
    let authority = Authority::default();
    let cache = authority.cache();
    let old = cache.token(&request()).await.unwrap();
    pass(55 * MINUTE).await;
    let slow = authority.hold(None);
    let early = caller(&cache, &request()).await;
    assert_eq!(ask(&cache, &request().refreshed(None).instead_of(&old)).await, "t3", "not the early call's");
    slow.notify_one();
    assert_eq!(got(early).await, "t3");
    assert_eq!(plain(&cache).await, "t3");
    assert_eq!(authority.calls(), 3);
}
