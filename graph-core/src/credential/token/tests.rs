use super::AccessToken;
use crate::credential::{StaticToken, TokenProvider, TokenRequest};

const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJub25jZSI6.s3cr3t-value_~+/==";

#[tokio::test]
async fn a_static_token_becomes_a_sensitive_header() {
    let provider: Box<dyn TokenProvider> = Box::new(StaticToken::new(TOKEN).unwrap());
    let token = provider.token(&TokenRequest::new(["https://graph.microsoft.com/.default"])).await.unwrap();
    let header = token.authorization();
    assert!(header.is_sensitive());
    assert_eq!(header.to_str().unwrap(), format!("Bearer {TOKEN}"));
    assert!(!format!("{token:?} {header:?}").contains("s3cr3t"));
}

#[test]
fn invalid_tokens_are_errors_that_do_not_show_them() {
    for bad in [
        String::new(),
        format!("{TOKEN}\n"),
        format!("{TOKEN}\r\nX-Injected: 1"),
        format!(" {TOKEN}"),
        format!("Bearer {TOKEN}"),
        format!("bearer {TOKEN}"),
        format!("{TOKEN} {TOKEN}"),
        format!("{TOKEN}\0"),
        format!("{TOKEN}é"),
        format!("{TOKEN}\u{7f}"),
        "\u{feff}s3cr3t".into(),
    ] {
        let error = AccessToken::new(bad.clone()).expect_err(&bad);
        assert!(error.is_credential());
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("s3cr3t") && !shown.contains("eyJ0"), "{shown}");
    }
}
