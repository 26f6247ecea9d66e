//! No output shows a secret.

use std::error::Error as StdError;

use super::{CODE, TOKENS, credential, token};

/// Returns all texts of an error.
fn all_texts(error: &crate::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test(start_paused = true)]
async fn debug_shows_no_code_and_no_token() {
    let (signed_in, _) = credential([(200, CODE), (200, TOKENS)]);
    token(&signed_in).await.unwrap();
    assert!(signed_in.refresh_token.lock().await.is_some());
    let shown = format!("{signed_in:?} {signed_in:#?}");
    assert!(!shown.contains("S3CR3T"), "{shown}");

    let prompt = super::super::DeviceCodePrompt {
        user_code: "S3CR3T".into(),
        verification_uri: "https://login.example".into(),
        message: Some("enter S3CR3T".into()),
        expires_in: std::time::Duration::from_secs(900),
    };
    let shown = format!("{prompt:?}");
    assert!(!shown.contains("S3CR3T") && shown.contains("login.example"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_an_authority_echoes_is_redacted() {
    let echo = r#"{"error":"S3CR3T-device","error_description":"what is S3CR3T-device?"}"#;
    let (echoed, _) = credential([(200, CODE), (400, echo)]);
    let shown = all_texts(&token(&echoed).await.unwrap_err());
    assert!(!shown.contains("S3CR3T") && shown.contains("what is [redacted]?"), "{shown}");

    // encoded, in another case, and truncated
    let code = CODE.replace("S3CR3T-device", "S3CR3T-device/code+0123456789==");
    let echo = r#"{"error":"invalid_request","error_description":"S3CR3T-device%2Fcode%2B0123456789%3D%3D, s3cr3t-device%2fcode%2b0123456789%3d%3d, S3CR3T-device/code+01…"}"#;
    let (echoed, _) = credential([(200, &*code), (400, echo)]);
    let shown = all_texts(&token(&echoed).await.unwrap_err());
    assert!(!shown.to_lowercase().contains("s3cr3t"), "{shown}");
    assert!(shown.contains("[redacted], [redacted], [redacted]…"), "{shown}");

    let echo = r#"{"error":"invalid_request","error_description":"bad S3CR3T-refresh-1"}"#;
    let (echoed, _) = credential([(200, CODE), (200, TOKENS), (400, echo)]);
    token(&echoed).await.unwrap();
    let shown = all_texts(&token(&echoed).await.unwrap_err());
    assert!(!shown.contains("S3CR3T") && shown.contains("bad [redacted]"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn messages_of_an_authority_are_bounded_and_escaped() {
    let code = "c".repeat(10_000);
    let echo = format!(
        r#"{{"error":"{code}","error_description":"AADSTS7000215: \\u001b[31m{}\r\nTrace ID: 1"}}"#,
        "d".repeat(10_000)
    );
    let (credential, _) = credential([(400, &*echo)]);
    let error = token(&credential).await.unwrap_err();
    assert!(error.to_string().contains("AADSTS7000215") && !error.to_string().contains("Trace ID"), "{error}");
    assert!(error.to_string().chars().count() < 600, "{error}");
    let shown = all_texts(&error);
    assert!(shown.len() < 20_000 && !shown.contains('\u{1b}'), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn malformed_responses_are_not_shown() {
    for broken in [r#"{"access_token":"S3CR3T two"}"#, r#"{"access_token":["S3CR3T"]}"#, r#"{"access_token":"S3CR3T"#] {
        let (credential, _) = credential([(200, CODE), (200, broken)]);
        let shown = all_texts(&token(&credential).await.unwrap_err());
        assert!(!shown.contains("S3CR3T"), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn texts_for_the_user_are_bounded_and_escaped() {
    let hidden = "\u{1b}[2J\u{202e}\u{e0041}\r\n";
    let text = format!("{hidden}{}", "x".repeat(20_000));
    let code = serde_json::json!({
        "device_code": "S3CR3T-device", "user_code": text, "verification_uri": text, "message": text, "expires_in": 900,
    });
    let (signed_in, log) = credential([(200, &*code.to_string().leak()), (200, TOKENS)]);
    token(&signed_in).await.unwrap();
    let error = serde_json::json!({"error": text, "error_description": text}).to_string();
    let (rejected, _) = credential([(200, CODE), (400, &*error.leak())]);
    let error = token(&rejected).await.unwrap_err();
    let shown = [log.prompts.lock().unwrap().join(""), all_texts(&error)];
    for text in shown {
        assert!(text.contains("xxx") && text.len() < 20_000, "{}", text.len());
        let is_hidden =
            |character: char| character.is_control() && character != '\n' || "\u{202e}\u{e0041}".contains(character);
        assert!(!text.contains(is_hidden), "{text:?}");
    }
}
