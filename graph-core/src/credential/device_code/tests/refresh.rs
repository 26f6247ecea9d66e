//! After the user signed in once.

use super::{CODE, PENDING, SignInError, TOKENS, TokenProvider, credential, request, text, token, why};

const AGAIN: &str = r#"{"expires_in":3599,"access_token":"S3CR3T-access-2","refresh_token":"S3CR3T-refresh-2"}"#;
const NO_REFRESH: &str = r#"{"expires_in":3599,"access_token":"S3CR3T-access-3"}"#;
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;

#[tokio::test(start_paused = true)]
async fn the_user_is_asked_once() {
    let (credential, log) =
        credential([(200, CODE), PENDING, (200, TOKENS), (200, AGAIN), (200, NO_REFRESH), (200, AGAIN)]);
    let mut got = Vec::new();
    for _ in 0..4 {
        got.push(token(&credential).await.unwrap());
    }
    assert_eq!(got, ["S3CR3T-access-1", "S3CR3T-access-2", "S3CR3T-access-3", "S3CR3T-access-2"]);
    assert_eq!(log.prompts(), 1);
    let posts = log.posts();
    let used: Vec<_> = posts.iter().filter_map(|post| post.field("refresh_token")).collect();
    assert_eq!(used, ["S3CR3T-refresh-1", "S3CR3T-refresh-2", "S3CR3T-refresh-2"], "the last one counts");
    let refresh = posts.iter().find(|post| post.field("refresh_token").is_some()).unwrap();
    assert_eq!(refresh.field("grant_type"), Some("refresh_token"));
    assert_eq!(refresh.field("client_id"), Some("the-app"));
    assert_eq!(refresh.field("scope"), Some("offline_access https://graph.microsoft.com/.default"));
}

#[tokio::test(start_paused = true)]
async fn claims_go_to_the_authority_silently() {
    let (credential, log) = credential([(200, CODE), (200, TOKENS), (200, AGAIN)]);
    let old = credential.token(&request()).await.unwrap();
    let challenged = request().refreshed(Some(CLAIMS)).instead_of(&old);
    assert_eq!(text(&credential.token(&challenged).await.unwrap()), "S3CR3T-access-2");
    assert_eq!(log.posts()[2].field("claims"), Some(CLAIMS));
    assert_eq!(log.prompts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_user_is_asked_again_when_the_authority_wants_it() {
    for code in ["invalid_grant", "interaction_required", "login_required", "consent_required"] {
        let refused = format!(r#"{{"error":"{code}","error_description":"AADSTS50076: MFA"}}"#);
        let (credential, log) =
            credential([(200, CODE), (200, TOKENS), (400, &*refused), (200, CODE), PENDING, (200, AGAIN)]);
        token(&credential).await.unwrap();
        let challenged = request().refreshed(Some(CLAIMS));
        assert_eq!(text(&credential.token(&challenged).await.unwrap()), "S3CR3T-access-2");
        assert_eq!(log.prompts(), 2);
        let posts = log.posts();
        assert_eq!((posts[3].field("claims"), posts[4].field("claims")), (Some(CLAIMS), Some(CLAIMS)));
    }
}

#[tokio::test(start_paused = true)]
async fn the_user_is_not_asked_for_what_the_user_cannot_help() {
    for (status, answer) in [(0, ""), (503, "<html>"), (400, r#"{"error":"invalid_request"}"#)] {
        let (credential, log) = credential([(200, CODE), (200, TOKENS), (status, answer), (200, AGAIN)]);
        token(&credential).await.unwrap();
        let error = token(&credential).await.unwrap_err();
        assert!(!matches!(why(&error), SignInError::Declined | SignInError::Expired), "{error:?}");
        assert_eq!(token(&credential).await.unwrap(), "S3CR3T-access-2", "the refresh token was kept");
        assert_eq!(log.prompts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn callers_without_a_cache_do_not_ask_the_user_twice() {
    let (credential, log) = credential([(200, CODE), PENDING, (200, TOKENS), (200, AGAIN)]);
    let (first, second) = tokio::join!(token(&credential), token(&credential));
    assert_eq!((first.unwrap(), second.unwrap()), ("S3CR3T-access-1".into(), "S3CR3T-access-2".into()));
    assert_eq!(log.prompts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_says_its_expiry() {
    let (credential, _) = credential([(200, CODE), (200, TOKENS)]);
    let before = std::time::SystemTime::now();
    let expiry = credential.token(&request()).await.unwrap().expires_at().unwrap();
    let life = expiry.duration_since(before).unwrap().as_secs();
    assert!((3599..3700).contains(&life), "{life}");
}
