use graph_core::schema::Version;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixture::{Fixture, TestResponse, send};
use crate::organization::{GROUP, Group, organization};

async fn put(fixture: &Fixture, path: &str, body: &str) -> TestResponse {
    send(fixture.json(Method::PUT, path, body.to_owned())).await
}

#[tokio::test]
async fn a_replacement_resets_what_it_does_not_have() {
    let fixture = Fixture::only(organization()).await;
    let before = fixture.get("/v1.0/groups/g").await;
    let replaced = put(&fixture, "/v1.0/groups/g", r#"{"displayName":"Crew","mailEnabled":false}"#).await;
    assert_eq!(replaced.status, 200);
    let stored = fixture.sandbox.entity_json(Version::V1, "/groups/g").expect("the group");
    assert_eq!((&stored["displayName"], &stored["mailEnabled"]), (&json!("Crew"), &json!(false)));
    assert_eq!((&stored["description"], &stored["renewalDays"]), (&Value::Null, &json!([])));
    assert_eq!((&stored["id"], &stored["createdDateTime"]), (&json!("g"), &json!("2026-01-01T00:00:00Z")));
    assert_ne!(replaced.header("etag"), before.header("etag"));

    let minimal = fixture.json(Method::PUT, "/v1.0/groups/g", GROUP).header("Prefer", "return=minimal");
    assert_eq!(send(minimal).await.status, 204);
    let same = put(&fixture, "/v1.0/groups/g", GROUP).await;
    assert_eq!(fixture.get("/v1.0/groups/g").await.header("etag"), same.header("etag"));
}

#[tokio::test]
async fn a_replacement_needs_all_required_properties() {
    let fixture = Fixture::only(organization()).await;
    let before = fixture.sandbox.entity_text(Version::V1, "/groups/g");
    let refused = put(&fixture, "/v1.0/groups/g", "{}").await;
    refused.assert_error(400, "ModelValidationFailure");
    let details = refused.json()["error"]["details"].clone();
    assert_eq!((&details[0]["target"], &details[1]["target"]), (&json!("displayName"), &json!("mailEnabled")));
    let other_key = r#"{"id":"h","displayName":"x","mailEnabled":false}"#;
    put(&fixture, "/v1.0/groups/g", other_key).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(put(&fixture, "/v1.0/groups/g", &other_key.replace("\"h\"", "\"g\"")).await.status, 200);
    assert_ne!(fixture.sandbox.entity_text(Version::V1, "/groups/g"), before);
}

#[tokio::test]
async fn a_replacement_can_have_a_condition() {
    let fixture = Fixture::only(organization()).await;
    let old = fixture.get("/v1.0/groups/g").await.header("etag").to_owned();
    let put = |tag: &str| send(fixture.json(Method::PUT, "/v1.0/groups/g", GROUP).header("If-Match", tag));
    assert_eq!(put(&old).await.status, 200);
    put(&old).await.assert_error(412, "PreconditionFailed");
}

#[tokio::test]
async fn an_absent_entity_is_created_if_clients_choose_keys() {
    let fixture = Fixture::only(organization()).await;
    put(&fixture, "/v1.0/groups/new", GROUP).await.assert_error(404, "ResourceNotFound");

    let fixture = Fixture::only(organization().client_keys::<Group>()).await;
    let created = put(&fixture, "/v1.0/groups/new", GROUP).await;
    assert_eq!((created.status.as_u16(), &created.json()["id"]), (201, &json!("new")));
    assert_eq!(put(&fixture, "/v1.0/groups/new", GROUP).await.status, 200);
    let other_key = r#"{"id":"h","displayName":"x","mailEnabled":false}"#;
    put(&fixture, "/v1.0/groups/other", other_key).await.assert_error(400, "ModelValidationFailure");
    assert!(fixture.sandbox.entity_json(Version::V1, "/groups/h").is_none());
}
