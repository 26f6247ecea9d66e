use graph_core::schema::Version;
use reqwest::Method;

use crate::fixture::{Fixture, send};
use crate::organization::organization;

#[tokio::test]
async fn a_deleted_entity_is_gone_with_all_that_it_contains() {
    let fixture = Fixture::only(organization()).await;
    let delete = || send(fixture.request(Method::DELETE, "/v1.0/groups/g"));
    let deleted = delete().await;
    assert_eq!((deleted.status.as_u16(), deleted.text.as_str()), (204, ""));
    fixture.get("/v1.0/groups/g").await.assert_error(404, "ResourceNotFound");
    fixture.get("/v1.0/groups/g/conversations/c").await.assert_error(404, "ResourceNotFound");
    assert_eq!(fixture.get("/v1.0/groups").await.json()["value"].as_array().map(Vec::len), Some(0));
    delete().await.assert_error(404, "ResourceNotFound");
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/u").is_some(), "other entities remain");
}

#[tokio::test]
async fn a_deletion_can_have_a_condition() {
    let fixture = Fixture::only(organization()).await;
    let old = fixture.get("/v1.0/users/u").await.header("etag").to_owned();
    send(fixture.patch("/v1.0/users/u", r#"{"displayName":"Ulf"}"#)).await;
    let delete = |tag: &str| send(fixture.request(Method::DELETE, "/v1.0/users/u").header("If-Match", tag));
    delete(&old).await.assert_error(412, "PreconditionFailed");
    delete("").await.assert_error(400, "BadRequest");
    let new = fixture.get("/v1.0/users/u").await.header("etag").to_owned();
    assert_eq!(delete(&new).await.status, 204);
    delete(&new).await.assert_error(404, "ResourceNotFound");
}

#[tokio::test]
async fn a_deletion_has_no_query_and_collections_are_not_deleted() {
    let fixture = Fixture::only(organization()).await;
    send(fixture.request(Method::DELETE, "/v1.0/users/u?$select=id")).await.assert_error(501, "NotImplemented");
    let refused = send(fixture.request(Method::DELETE, "/v1.0/users")).await;
    refused.assert_error(405, "Request_BadRequest");
    assert_eq!(refused.header("allow"), "GET, POST");
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/u").is_some());
}
