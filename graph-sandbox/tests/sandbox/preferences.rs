use graph_sandbox::{PatchResponse, Sandbox};

use crate::fixture::{Fixture, SAMPLE, TestResponse, send};

async fn update(fixture: &Fixture, prefer: &str) -> TestResponse {
    send(fixture.patch(SAMPLE, r#"{"int":8}"#).header("Prefer", prefer)).await
}

#[tokio::test]
async fn an_update_returns_the_entity_unless_minimal_is_preferred() {
    let fixture = Fixture::start().await;
    let full = fixture.update(r#"{"int":8}"#).await;
    assert_eq!(full.status, 200);
    assert_eq!(full.header("preference-applied"), "");
    assert!(full.header("content-type").starts_with("application/json;odata.metadata=minimal"));
    assert_eq!(full.header("odata-version"), "4.0");
    let json = full.json();
    assert_eq!(json["@odata.type"], "#sandbox.test.sample");
    assert_eq!(json["@odata.context"], format!("{}/v1.0/$metadata#samples/$entity", fixture.sandbox.endpoint()));

    let minimal = update(&fixture, "respond-async, return=minimal").await;
    assert_eq!((minimal.status.as_u16(), minimal.text.as_str()), (204, ""));
    assert_eq!(minimal.header("preference-applied"), "return=minimal");
    assert_eq!(minimal.header("etag"), full.header("etag"));
    assert!(!minimal.header("request-id").is_empty());
}

#[tokio::test]
async fn a_sandbox_can_return_no_content_by_default() {
    let fixture = Fixture::with(Sandbox::builder().patch_response(PatchResponse::NoContent)).await;
    let minimal = fixture.update(r#"{"int":8}"#).await;
    assert_eq!((minimal.status.as_u16(), minimal.header("preference-applied")), (204, ""));
    assert!(!minimal.header("etag").is_empty());

    let full = update(&fixture, "return=representation").await;
    assert_eq!(full.json()["int"], 8);
    assert_eq!(full.header("preference-applied"), "return=representation");
}

#[tokio::test]
async fn a_response_has_both_request_ids() {
    let fixture = Fixture::start().await;
    let named = send(fixture.patch(SAMPLE, "{}").header("client-request-id", "mine")).await;
    assert_eq!(named.header("client-request-id"), "mine");
    assert_eq!(named.header("request-id").len(), 36);
    let unnamed = fixture.get("/v1.0/samples/2").await;
    unnamed.assert_error(404, "ResourceNotFound");
    assert_eq!(unnamed.header("client-request-id"), unnamed.header("request-id"));
    assert_ne!(unnamed.header("request-id"), named.header("request-id"));
}
