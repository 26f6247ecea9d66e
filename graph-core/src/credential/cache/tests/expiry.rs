//! Getting a new token in time.

use std::time::Duration;

use tokio::time::Instant;

use super::{Authority, HOUR, MINUTE, Step, caller, got, pass, plain, request};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn near_the_expiry_one_caller_refreshes_while_the_others_go_on() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(54 * MINUTE + Duration::from_secs(59)).await;
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 1);

    pass(Duration::from_secs(1)).await;
    let go = authority.hold(None);
    let refresher = caller(&cache, &request()).await;
    for _ in 0..10 {
        assert_eq!(plain(&cache).await, "t1", "the old one is good for five minutes");
    }
    go.notify_one();
    assert_eq!(got(refresher).await, "t2");
    assert_eq!(plain(&cache).await, "t2");
    assert_eq!(authority.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_the_expiry_all_wait_for_one_call() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(HOUR).await;
    let go = authority.hold(None);
    let callers =
        [caller(&cache, &request()).await, caller(&cache, &request()).await, caller(&cache, &request()).await];
    assert!(callers.iter().all(|caller| !caller.is_finished()));
    go.notify_one();
    for caller in callers {
        assert_eq!(got(caller).await, "t2");
    }
    assert_eq!(authority.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_early_costs_nobody_anything() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(55 * MINUTE).await;
    authority.script([Step::Fail]);
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 2);
    pass(Duration::from_secs(29)).await;
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 2, "half a minute passes before the next try");
    pass(Duration::from_secs(1)).await;
    assert_eq!(plain(&cache).await, "t3");
    assert_eq!(authority.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_early_costs_one_caller_five_seconds() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(55 * MINUTE).await;
    let start = Instant::now();
    let _never = authority.hold(None);
    let refresher = caller(&cache, &request()).await;
    assert_eq!(plain(&cache).await, "t1", "others are not held up");
    assert!(!refresher.is_finished() && start.elapsed().is_zero());
    assert_eq!(got(refresher).await, "t1");
    assert_eq!(start.elapsed().as_secs(), 5);
    assert_eq!((authority.calls(), authority.dropped()), (2, 1), "a call that hangs ends with who waits for it");
    pass(29 * SECOND).await;
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 2, "half a minute passes before the next try");
    pass(SECOND).await;
    assert_eq!(plain(&cache).await, "t3");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_early_does_not_make_the_next_one_wait() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(55 * MINUTE).await;
    let _never = authority.hold(None);
    let hurried = caller(&cache, &request()).await;
    hurried.abort();
    assert!(hurried.await.unwrap_err().is_cancelled());
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(authority.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_outlasts_the_old_token_is_waited_for() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(59 * MINUTE + 57 * SECOND).await;
    authority.script([Step::Delay(MINUTE), Step::Life(Some(HOUR))]);
    assert_eq!(plain(&cache).await, "t2", "an expired token is no way out");
    assert_eq!(authority.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_after_the_expiry_is_an_error() {
    let authority = Authority::default();
    let cache = authority.cache();
    assert_eq!(plain(&cache).await, "t1");
    pass(59 * MINUTE + Duration::from_secs(57)).await;
    authority.script([Step::Delay(4 * SECOND), Step::Fail]);
    let error = cache_error(&cache).await;
    assert!(error.is_credential(), "the old token expired while its refresh failed");
    assert_eq!(plain(&cache).await, "t3", "and the pause is not for those who have none");
}

async fn cache_error(cache: &super::TokenCache) -> crate::Error {
    super::TokenProvider::token(cache, &request()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_short_life_is_used_to_its_half() {
    let authority = Authority::default();
    let cache = authority.cache();
    authority.script([Step::Life(Some(MINUTE))]);
    assert_eq!(plain(&cache).await, "t1");
    pass(Duration::from_secs(29)).await;
    assert_eq!(plain(&cache).await, "t1");
    pass(Duration::from_secs(1)).await;
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn how_far_ahead_can_be_said() {
    let authority = Authority::default();
    let cache = authority.cache().refresh_ahead(Duration::ZERO);
    assert_eq!(plain(&cache).await, "t1");
    pass(59 * MINUTE + Duration::from_secs(59)).await;
    assert_eq!(plain(&cache).await, "t1");
    pass(Duration::from_secs(1)).await;
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_an_expiry_is_shared_but_not_kept() {
    let authority = Authority::default();
    let cache = authority.cache();
    let go = authority.hold(Some(Step::Life(None)));
    let callers = [caller(&cache, &request()).await, caller(&cache, &request()).await];
    go.notify_one();
    for caller in callers {
        assert_eq!(got(caller).await, "t1");
    }
    assert_eq!(authority.calls(), 1);
    assert_eq!(plain(&cache).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_comes_expired_is_given_once() {
    let authority = Authority::default();
    let cache = authority.cache();
    authority.script([Step::Life(Some(Duration::ZERO))]);
    assert_eq!(plain(&cache).await, "t1");
    assert_eq!(plain(&cache).await, "t2");
}
