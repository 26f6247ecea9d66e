//! Nothing that is printed shows a secret.

use std::error::Error as StdError;

use super::{CODE, TOKENS, credential, token};

/// Everything that an error says.
fn everything(error: &crate::Error) -> String {
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
async fn an_authority_that_repeats_a_secret_does_not_get_it_into_an_error() {
    let echo = r#"{"error":"S3CR3T-device","error_description":"what is S3CR3T-device?"}"#;
    let (echoed, _) = credential([(200, CODE), (400, echo)]);
    let shown = everything(&token(&echoed).await.unwrap_err());
    assert!(!shown.contains("S3CR3T") && shown.contains("what is [redacted]?"), "{shown}");

    // As it is in a form, in other case, and cut.
    let code = CODE.replace("S3CR3T-device", "S3CR3T-device/code+0123456789==");
    let echo = r#"{"error":"invalid_request","error_description":"S3CR3T-device%2Fcode%2B0123456789%3D%3D, s3cr3t-device%2fcode%2b0123456789%3d%3d, S3CR3T-device/code+01…"}"#;
    let (echoed, _) = credential([(200, &*code), (400, echo)]);
    let shown = everything(&token(&echoed).await.unwrap_err());
    assert!(!shown.to_lowercase().contains("s3cr3t"), "{shown}");
    assert!(shown.contains("[redacted], [redacted], [redacted]…"), "{shown}");

    let echo = r#"{"error":"invalid_request","error_description":"bad S3CR3T-refresh-1"}"#;
    let (echoed, _) = credential([(200, CODE), (200, TOKENS), (400, echo)]);
    token(&echoed).await.unwrap();
    let shown = everything(&token(&echoed).await.unwrap_err());
    assert!(!shown.contains("S3CR3T") && shown.contains("bad [redacted]"), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn what_an_authority_says_is_cut_and_cleaned() {
    let code = "c".repeat(10_000);
    let echo = format!(
        r#"{{"error":"{code}","error_description":"AADSTS7000215: \\u001b[31m{}\r\nTrace ID: 1"}}"#,
        "d".repeat(10_000)
    );
    let (credential, _) = credential([(400, &*echo)]);
    let error = token(&credential).await.unwrap_err();
    assert!(error.to_string().contains("AADSTS7000215") && !error.to_string().contains("Trace ID"), "{error}");
    assert!(error.to_string().chars().count() < 600, "{error}");
    let shown = everything(&error);
    assert!(shown.len() < 20_000 && !shown.contains('\u{1b}'), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn answers_that_cannot_be_read_are_not_repeated() {
    for broken in [r#"{"access_token":"S3CR3T two"}"#, r#"{"access_token":["S3CR3T"]}"#, r#"{"access_token":"S3CR3T"#] {
        let (credential, _) = credential([(200, CODE), (200, broken)]);
        let shown = everything(&token(&credential).await.unwrap_err());
        assert!(!shown.contains("S3CR3T"), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_authority_wants_to_be_shown_is_bounded_and_clean() {
    let hidden = "\u{1b}[2J\u{202e}\u{e0041}\r\n";
    let text = format!("{hidden}{}", "x".repeat(20_000));
    let code = serde_json::json!({
        "device_code": "S3CR3T-device", "user_code": text, "verification_uri": text, "message": text, "expires_in": 900,
    });
    let (answered, posted) = credential([(200, &*code.to_string().leak()), (200, TOKENS)]);
    token(&answered).await.unwrap();
    let refusal = serde_json::json!({"error": text, "error_description": text}).to_string();
    let (refused, _) = credential([(200, CODE), (400, &*refusal.leak())]);
    let refused = token(&refused).await.unwrap_err();
    let shown = [posted.prompts.lock().unwrap().join(""), everything(&refused)];
    for text in shown {
        assert!(text.contains("xxx") && text.len() < 20_000, "{}", text.len());
        let is_hidden =
            |character: char| character.is_control() && character != '\n' || "\u{202e}\u{e0041}".contains(character);
        assert!(!text.contains(is_hidden), "{text:?}");
    }
}
