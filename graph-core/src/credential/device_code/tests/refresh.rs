//! Refreshing tokens after the user signed in.

use super::{CODE, PENDING, SignInError, TOKENS, TokenProvider, credential, request, sign_in_error, text, token};

const AGAIN: &str = r#"{"expires_in":3599,"access_token":"S3CR3T-access-2","refresh_token":"S3CR3T-refresh-2"}"#;
const NO_REFRESH: &str = r#"{"expires_in":3599,"access_token":"S3CR3T-access-3"}"#;
const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;

#[tokio::test(start_paused = true)]
async fn the_user_signs_in_once() {
    let (credential, log) =
        credential([(200, CODE), PENDING, (200, TOKENS), (200, AGAIN), (200, NO_REFRESH), (200, AGAIN)]);
    let mut tokens = Vec::new();
    for _ in 0..4 {
        tokens.push(token(&credential).await.unwrap());
    }
    assert_eq!(tokens, ["S3CR3T-access-1", "S3CR3T-access-2", "S3CR3T-access-3", "S3CR3T-access-2"]);
    assert_eq!(log.prompts(), 1);
    let posts = log.posts();
    let used: Vec<_> = posts.iter().filter_map(|post| post.field("refresh_token")).collect();
    assert_eq!(used, ["S3CR3T-refresh-1", "S3CR3T-refresh-2", "S3CR3T-refresh-2"], "the latest refresh token is used");
    let refresh = posts.iter().find(|post| post.field("refresh_token").is_some()).unwrap();
    assert_eq!(refresh.field("grant_type"), Some("refresh_token"));
    assert_eq!(refresh.field("client_id"), Some("the-app"));
    assert_eq!(refresh.field("scope"), Some("offline_access https://graph.microsoft.com/.default"));
}

#[tokio::test(start_paused = true)]
async fn claims_are_sent_without_the_user() {
    let (credential, log) = credential([(200, CODE), (200, TOKENS), (200, AGAIN)]);
    let old = credential.token(&request()).await.unwrap();
    let challenged = request().refreshed(Some(CLAIMS)).with_rejected_token(&old);
    assert_eq!(text(&credential.token(&challenged).await.unwrap()), "S3CR3T-access-2");
    assert_eq!(log.posts()[2].field("claims"), Some(CLAIMS));
    assert_eq!(log.prompts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_user_signs_in_again_when_the_authority_requires_it() {
    for code in ["invalid_grant", "interaction_required", "login_required", "consent_required"] {
        let rejected = format!(r#"{{"error":"{code}","error_description":"AADSTS50076: MFA"}}"#);
        let (credential, log) =
            credential([(200, CODE), (200, TOKENS), (400, &*rejected), (200, CODE), PENDING, (200, AGAIN)]);
        token(&credential).await.unwrap();
        let challenged = request().refreshed(Some(CLAIMS));
        assert_eq!(text(&credential.token(&challenged).await.unwrap()), "S3CR3T-access-2");
        assert_eq!(log.prompts(), 2);
        let posts = log.posts();
        assert_eq!((posts[3].field("claims"), posts[4].field("claims")), (Some(CLAIMS), Some(CLAIMS)));
    }
}

#[tokio::test(start_paused = true)]
async fn other_errors_do_not_require_a_new_sign_in() {
    for (status, body) in [(0, ""), (503, "<html>"), (400, r#"{"error":"invalid_request"}"#)] {
        let (credential, log) = credential([(200, CODE), (200, TOKENS), (status, body), (200, AGAIN)]);
        token(&credential).await.unwrap();
        let error = token(&credential).await.unwrap_err();
        assert!(!matches!(sign_in_error(&error), SignInError::Declined | SignInError::Expired), "{error:?}");
        assert_eq!(token(&credential).await.unwrap(), "S3CR3T-access-2", "the refresh token is still there");
        assert_eq!(log.prompts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_callers_without_a_cache_show_one_prompt() {
    let (credential, log) = credential([(200, CODE), PENDING, (200, TOKENS), (200, AGAIN)]);
    let (first, second) = tokio::join!(token(&credential), token(&credential));
    assert_eq!((first.unwrap(), second.unwrap()), ("S3CR3T-access-1".into(), "S3CR3T-access-2".into()));
    assert_eq!(log.prompts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_has_its_expiry() {
    let (credential, _) = credential([(200, CODE), (200, TOKENS)]);
    let before = std::time::SystemTime::now();
    let expiry = credential.token(&request()).await.unwrap().expires_at().unwrap();
    let lifetime = expiry.duration_since(before).unwrap().as_secs();
    assert!((3599..3700).contains(&lifetime), "{lifetime}");
}
