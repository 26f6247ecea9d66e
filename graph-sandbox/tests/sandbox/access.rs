use graph_sandbox::Sandbox;
use reqwest::Method;

use crate::fixture::{Fixture, SAMPLE, send};

#[tokio::test]
async fn a_request_without_a_token_is_refused() {
    let fixture = Fixture::start().await;
    let refused = send(fixture.bare(Method::GET, SAMPLE)).await;
    assert_eq!(refused.assert_error(401, "InvalidAuthenticationToken"), "Access token is empty.");
    assert_eq!(refused.header("www-authenticate"), r#"Bearer realm="graph-sandbox""#);
}

#[tokio::test]
async fn an_authorization_without_a_bearer_token_is_refused() {
    let fixture = Fixture::start().await;
    for value in ["Bearer", "Bearer ", "Bearer  ", "Basic dTpw", "token"] {
        let refused = send(fixture.bare(Method::GET, SAMPLE).header("Authorization", value)).await;
        refused.assert_error(401, "InvalidAuthenticationToken");
        assert!(refused.header("www-authenticate").contains(r#"error="invalid_token""#), "{value}");
    }
    let twice = fixture.request(Method::GET, SAMPLE).header("Authorization", "Bearer other");
    send(twice).await.assert_error(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn any_token_is_accepted_unless_one_is_set() {
    let fixture = Fixture::start().await;
    assert_eq!(send(fixture.bare(Method::GET, SAMPLE).bearer_auth("whatever")).await.status, 200);

    let fixture = Fixture::with(Sandbox::builder().token("right")).await;
    send(fixture.bare(Method::GET, SAMPLE).bearer_auth("wrong")).await.assert_error(401, "InvalidAuthenticationToken");
    assert_eq!(send(fixture.bare(Method::GET, SAMPLE).bearer_auth("right")).await.status, 200);
    assert_eq!(send(fixture.bare(Method::GET, SAMPLE).header("authorization", "bearer right")).await.status, 200);
}

#[tokio::test]
async fn a_request_without_a_token_learns_and_changes_nothing() {
    let fixture = Fixture::start().await;
    send(fixture.bare(Method::GET, "/v1.0/nowhere")).await.assert_error(401, "InvalidAuthenticationToken");
    let update = fixture.bare(Method::PATCH, SAMPLE).header("Content-Type", "application/json").body(r#"{"int":8}"#);
    send(update).await.assert_error(401, "InvalidAuthenticationToken");
    assert_eq!(fixture.stored()["int"], 7);
}
