//! Until the user is done.

use super::{CODE, PENDING, SignInError, TOKENS, TokenProvider, credential, request, text, token, why};
use crate::credential::TokenCache;

#[tokio::test(start_paused = true)]
async fn the_user_sees_the_code_and_the_authority_is_asked_until_the_user_is_done() {
    let (credential, log) = credential([(200, CODE), PENDING, PENDING, (200, TOKENS)]);
    assert_eq!(token(&credential).await.unwrap(), "S3CR3T-access-1");
    assert_eq!(log.polls(), [5, 10, 15]);
    assert_eq!(*log.prompts.lock().unwrap(), ["To sign in, use S3CR3T-user."]);

    let posts = log.posts();
    assert_eq!(posts[0].url, "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/devicecode");
    assert_eq!(posts[0].field("client_id"), Some("the-app"));
    assert_eq!(posts[0].field("scope"), Some("offline_access https://graph.microsoft.com/.default"));
    assert_eq!(posts[0].field("claims"), None);
    assert_eq!(posts[1].url, "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token");
    assert_eq!(posts[1].field("grant_type"), Some("urn:ietf:params:oauth:grant-type:device_code"));
    assert_eq!(posts[1].field("client_id"), Some("the-app"));
    assert_eq!(posts[1].field("device_code"), Some("S3CR3T-device"));
}

#[tokio::test(start_paused = true)]
async fn the_authority_can_ask_for_less_haste() {
    let slow = (400, r#"{"error":"slow_down"}"#);
    let (credential, log) = credential([(200, CODE), PENDING, slow, PENDING, slow, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 10, 20, 30, 45]);
}

#[tokio::test(start_paused = true)]
async fn an_authority_that_cannot_be_reached_for_a_moment_is_asked_less_often() {
    let (credential, log) = credential([(200, CODE), (0, ""), (503, "<html>"), (0, ""), PENDING, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 15, 35, 75, 115]);
}

#[tokio::test(start_paused = true)]
async fn five_seconds_is_the_interval_unless_said() {
    let code = r#"{"device_code":"d","user_code":"u","verification_uri":"https://login.example","expires_in":"900"}"#;
    let (credential, log) = credential([(200, code), PENDING, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 10]);
    let message = "To sign in, open https://login.example in a browser and enter the code u.";
    assert_eq!(*log.prompts.lock().unwrap(), [message]);
}

#[tokio::test(start_paused = true)]
async fn a_user_who_takes_too_long_is_not_waited_for() {
    let code = CODE.replace("900", "12");
    let (credential, log) = credential([(200, &*code), PENDING, PENDING]);
    let start = tokio::time::Instant::now();
    let error = token(&credential).await.unwrap_err();
    assert!(matches!(why(&error), SignInError::Expired), "{error:?}");
    assert_eq!((log.polls(), start.elapsed().as_secs()), (vec![5, 10], 12));
}

#[tokio::test(start_paused = true)]
async fn what_the_authority_refuses_is_said() {
    let refused = r#"{"error":"invalid_client","error_description":"AADSTS7000218: a secret is needed"}"#;
    for (answer, expected) in [
        (r#"{"error":"authorization_declined"}"#, "the user declined to sign in"),
        (r#"{"error":"access_denied"}"#, "the user declined to sign in"),
        (r#"{"error":"expired_token"}"#, "the user did not enter the code in time"),
        (refused, "the authority refused with `invalid_client`: AADSTS7000218: a secret is needed"),
    ] {
        let (credential, log) = credential([(200, CODE), PENDING, (400, answer)]);
        let error = token(&credential).await.unwrap_err();
        assert!(error.is_credential());
        assert_eq!(why(&error).to_string(), expected);
        assert_eq!(error.to_string(), format!("no access token could be acquired: {expected}"));
        assert_eq!(log.prompts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_none_are_named() {
    for (status, answer, expected) in [
        (200, "", "not with a JSON object"),
        (200, "<html>", "not with a JSON object"),
        (200, "[]", "not with a JSON object"),
        (200, "{}", "without `device_code`"),
        (200, r#"{"device_code":"d"}"#, "without `user_code`"),
        (200, r#"{"device_code":"d","user_code":"u"}"#, "without `verification_uri`"),
        (200, r#"{"device_code":"d","user_code":"u","verification_uri":"v","expires_in":-1}"#, "without `expires_in`"),
        (400, r#"{"error":7}"#, "without an error code"),
        (302, "", "redirects are not followed"),
    ] {
        let (credential, log) = credential([(status, answer)]);
        let error = token(&credential).await.unwrap_err();
        let shown = why(&error).to_string();
        assert!(shown.contains(expected) && shown.contains(&status.to_string()), "{shown}");
        assert_eq!(log.prompts(), 0);
    }
    let (unreachable, _) = credential([(0, "")]);
    let error = token(&unreachable).await.unwrap_err();
    assert!(matches!(why(&error), SignInError::Unreachable(_)), "{error:?}");
    let (broken, _) = credential([(200, CODE), (200, r#"{"access_token":"S3CR3T two"}"#)]);
    let error = token(&broken).await.unwrap_err();
    assert!(matches!(why(&error), SignInError::Token(_)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn many_callers_are_one_sign_in_even_if_the_first_goes_away() {
    let (credential, log) = credential([(200, CODE), PENDING, PENDING, (200, TOKENS)]);
    let cache = TokenCache::new(credential);
    let ask = |cache: TokenCache| tokio::spawn(async move { cache.token(&request()).await });
    let first = ask(cache.clone());
    let others: Vec<_> = (0..10).map(|_| ask(cache.clone())).collect();
    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
    first.abort();
    for other in others {
        assert_eq!(text(&other.await.unwrap().unwrap()), "S3CR3T-access-1");
    }
    assert_eq!((log.prompts(), log.polls().len()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_cause_is_found_also_where_it_was_shared() {
    let (credential, _) = credential([(200, CODE), (400, r#"{"error":"access_denied"}"#)]);
    let error = TokenCache::new(credential).token(&request()).await.unwrap_err();
    assert!(matches!(why(&error), SignInError::Declined), "{error:?}");
}
