//! Waiting until the user has signed in.

use super::{CODE, PENDING, SignInError, TOKENS, TokenProvider, credential, request, sign_in_error, text, token};
use crate::credential::TokenCache;

#[tokio::test(start_paused = true)]
async fn the_authority_is_polled_until_the_user_has_signed_in() {
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
async fn slow_down_increases_the_interval() {
    let slow = (400, r#"{"error":"slow_down"}"#);
    let (credential, log) = credential([(200, CODE), PENDING, slow, PENDING, slow, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 10, 20, 30, 45]);
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_authority_is_polled_less_often() {
    let (credential, log) = credential([(200, CODE), (0, ""), (503, "<html>"), (0, ""), PENDING, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 15, 35, 75, 115]);
}

#[tokio::test(start_paused = true)]
async fn the_interval_defaults_to_five_seconds() {
    let code = r#"{"device_code":"d","user_code":"u","verification_uri":"https://login.example","expires_in":"900"}"#;
    let (credential, log) = credential([(200, code), PENDING, (200, TOKENS)]);
    token(&credential).await.unwrap();
    assert_eq!(log.polls(), [5, 10]);
    let message = "To sign in, open https://login.example in a browser and enter the code u.";
    assert_eq!(*log.prompts.lock().unwrap(), [message]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_code_ends_the_wait() {
    let code = CODE.replace("900", "12");
    let (credential, log) = credential([(200, &*code), PENDING, PENDING]);
    let start = tokio::time::Instant::now();
    let error = token(&credential).await.unwrap_err();
    assert!(matches!(sign_in_error(&error), SignInError::Expired), "{error:?}");
    assert_eq!((log.polls(), start.elapsed().as_secs()), (vec![5, 10], 12));
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_authority_are_shown() {
    let rejected = r#"{"error":"invalid_client","error_description":"AADSTS7000218: a secret is needed"}"#;
    for (body, expected) in [
        (r#"{"error":"authorization_declined"}"#, "the user declined to sign in"),
        (r#"{"error":"access_denied"}"#, "the user declined to sign in"),
        (r#"{"error":"expired_token"}"#, "the user did not enter the code in time"),
        (rejected, "the authority rejected the request with `invalid_client`: AADSTS7000218: a secret is needed"),
    ] {
        let (credential, log) = credential([(200, CODE), PENDING, (400, body)]);
        let error = token(&credential).await.unwrap_err();
        assert!(error.is_credential());
        assert_eq!(sign_in_error(&error).to_string(), expected);
        assert_eq!(error.to_string(), format!("failed to acquire an access token: {expected}"));
        assert_eq!(log.prompts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn malformed_responses_are_described() {
    for (status, body, expected) in [
        (200, "", "the body is not a JSON object"),
        (200, "<html>", "the body is not a JSON object"),
        (200, "[]", "the body is not a JSON object"),
        (200, "{}", "the body has no `device_code`"),
        (200, r#"{"device_code":"d"}"#, "the body has no `user_code`"),
        (200, r#"{"device_code":"d","user_code":"u"}"#, "the body has no `verification_uri`"),
        (
            200,
            r#"{"device_code":"d","user_code":"u","verification_uri":"v","expires_in":-1}"#,
            "the body has no `expires_in`",
        ),
        (400, r#"{"error":7}"#, "the body has no error code"),
        (302, "", "redirects are not followed"),
    ] {
        let (credential, log) = credential([(status, body)]);
        let error = token(&credential).await.unwrap_err();
        let shown = sign_in_error(&error).to_string();
        assert!(shown.contains(expected) && shown.contains(&status.to_string()), "{shown}");
        assert_eq!(log.prompts(), 0);
    }
    let (unreachable, _) = credential([(0, "")]);
    let error = token(&unreachable).await.unwrap_err();
    assert!(matches!(sign_in_error(&error), SignInError::Unreachable(_)), "{error:?}");
    let (broken, _) = credential([(200, CODE), (200, r#"{"access_token":"S3CR3T two"}"#)]);
    let error = token(&broken).await.unwrap_err();
    assert!(matches!(sign_in_error(&error), SignInError::InvalidToken(_)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn many_callers_share_one_sign_in_even_if_the_first_is_dropped() {
    let (credential, log) = credential([(200, CODE), PENDING, PENDING, (200, TOKENS)]);
    let cache = TokenCache::new(credential);
    let acquire = |cache: TokenCache| tokio::spawn(async move { cache.token(&request()).await });
    let first = acquire(cache.clone());
    let others: Vec<_> = (0..10).map(|_| acquire(cache.clone())).collect();
    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
    first.abort();
    for other in others {
        assert_eq!(text(&other.await.unwrap().unwrap()), "S3CR3T-access-1");
    }
    assert_eq!((log.prompts(), log.polls().len()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn the_sign_in_error_is_found_in_a_shared_error() {
    let (credential, _) = credential([(200, CODE), (400, r#"{"error":"access_denied"}"#)]);
    let error = TokenCache::new(credential).token(&request()).await.unwrap_err();
    assert!(matches!(sign_in_error(&error), SignInError::Declined), "{error:?}");
}
