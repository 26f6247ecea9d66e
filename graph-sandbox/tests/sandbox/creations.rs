use graph_core::graph_resource;
use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixture::{Fixture, TestResponse, send};
use crate::organization::{GROUP, Group, User, organization};

#[graph_resource(path = "/apps/{appId}", odata_type = "#sandbox.test.webApp")]
struct WebApp {
    #[graph(key)]
    id: String,
    url: Option<String>,
}

#[graph_resource(path = "/apps/{appId}", odata_type = "#sandbox.test.deskApp")]
struct DeskApp {
    #[graph(key)]
    id: String,
    size: i32,
}

const GROUPS: &str = "/v1.0/groups";

async fn start() -> Fixture {
    Fixture::only(organization()).await
}

async fn post(fixture: &Fixture, path: &str, body: impl Into<String>) -> TestResponse {
    send(fixture.json(Method::POST, path, body.into())).await
}

#[tokio::test]
async fn a_created_entity_has_what_was_sent_and_what_the_service_assigns() {
    let fixture = start().await;
    let created = post(&fixture, GROUPS, GROUP).await;
    assert_eq!(created.status, 201);
    let entity = created.json();
    let id = entity["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        (&entity["displayName"], &entity["mailEnabled"], &entity["description"]),
        (&json!("Staff"), &json!(false), &Value::Null)
    );
    assert_eq!((&entity["renewalDays"], &entity["renewedDateTime"]), (&json!([]), &Value::Null));
    assert!(entity["createdDateTime"].as_str().expect("a moment").ends_with('Z'));
    assert_eq!(entity["@odata.etag"], created.header("etag"));
    assert_eq!(created.header("location"), fixture.sandbox.url(Version::V1, &format!("/groups/{id}")));

    let read = fixture.get(&format!("{GROUPS}/{id}")).await;
    assert_eq!((read.status.as_u16(), read.header("etag")), (200, created.header("etag")));
    assert_eq!(fixture.get(GROUPS).await.json()["value"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn names_are_not_unique_and_ids_are_the_same_in_each_run() {
    let ids = async || {
        let fixture = start().await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(post(&fixture, GROUPS, GROUP).await.json()["id"].as_str().expect("an id").to_owned());
        }
        ids
    };
    let first = ids().await;
    assert!(first[0] != first[1] && first[1] != first[2] && first[0] != first[2]);
    assert_eq!(first, ids().await);
}

#[tokio::test]
async fn an_id_that_exists_is_not_assigned_again() {
    let id = "00000000-0000-4000-8000-000000000001";
    let fixture = Fixture::only(organization().seed(User::at(id), json!({ "id": id }))).await;
    let created = post(&fixture, "/v1.0/users", r#"{"displayName":"Wim"}"#).await;
    assert_eq!(created.status, 201);
    assert_ne!(created.json()["id"], id);
    assert_eq!(fixture.sandbox.entity_json(Version::V1, &format!("/users/{id}")).unwrap()["displayName"], Value::Null);
}

#[tokio::test]
async fn a_client_can_prefer_a_response_without_the_entity() {
    let fixture = start().await;
    let request = fixture.json(Method::POST, GROUPS, GROUP).header("Prefer", "return=minimal");
    let created = send(request).await;
    assert_eq!((created.status.as_u16(), created.text.as_str()), (204, ""));
    assert_eq!(created.header("preference-applied"), "return=minimal");
    assert_eq!(created.header("odata-entityid"), created.header("location"));
    let path = created.header("location").trim_start_matches(fixture.sandbox.endpoint()).to_owned();
    assert_eq!(fixture.get(&path).await.json()["displayName"], "Staff");
}

#[tokio::test]
async fn a_body_that_does_not_match_the_type_creates_nothing() {
    let fixture = start().await;
    for (body, message) in [
        (r#"{"mailEnabled":false}"#, "The property 'displayName' of type 'microsoft.graph.group' is missing."),
        (r#"{"displayName":"x","mailEnabled":"no"}"#, "Cannot convert the literal"),
        (r#"{"displayName":"x","mailEnabled":false,"size":1}"#, "The property 'size' does not exist"),
        (r#"{"displayName":null,"mailEnabled":false}"#, "does not allow null values"),
        (
            r#"{"id":"mine","displayName":"x","mailEnabled":false}"#,
            "The property 'id' is a key that the service assigns",
        ),
        (
            r#"{"displayName":"x","mailEnabled":false,"createdDateTime":"2026-01-01T00:00:00Z"}"#,
            "The property 'createdDateTime' is read-only and cannot be set.",
        ),
        (
            r##"{"@odata.type":"#microsoft.graph.user","displayName":"x"}"##,
            "where 'microsoft.graph.group' was expected",
        ),
    ] {
        let refused = post(&fixture, GROUPS, body).await.assert_error(400, "ModelValidationFailure");
        assert!(refused.contains(message), "{refused}");
    }
    let refused = post(&fixture, GROUPS, "{}").await;
    let details = refused.json()["error"]["details"].clone();
    let targets: Vec<_> = details.as_array().expect("details").iter().map(|detail| detail["target"].clone()).collect();
    assert_eq!(targets, ["displayName", "mailEnabled"], "all missing properties are named");
    assert_eq!(fixture.get(GROUPS).await.json()["value"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_request_that_is_not_a_creation_is_refused() {
    let fixture = start().await;
    post(&fixture, GROUPS, "").await.assert_error(400, "BadRequest");
    post(&fixture, &format!("{GROUPS}?$select=id"), GROUP).await.assert_error(501, "NotImplemented");
    let text = fixture.request(Method::POST, GROUPS).header("Content-Type", "text/plain").body(GROUP);
    send(text).await.assert_error(415, "UnsupportedMediaType");
    post(&fixture, "/v1.0/groups/g", GROUP).await.assert_error(405, "Request_BadRequest");
    post(&fixture, "/v1.0/groups/$count", GROUP).await.assert_error(405, "Request_BadRequest");
    let through_links = post(&fixture, "/v1.0/groups/g/members", r#"{"displayName":"x"}"#).await;
    through_links.assert_error(405, "Request_BadRequest");
}

#[tokio::test]
async fn entities_are_created_together_with_contained_ones() {
    let fixture = start().await;
    let body =
        r#"{"displayName":"x","mailEnabled":false,"settings":[{"displayName":"Guests"},{"displayName":"Names"}]}"#;
    let created = post(&fixture, GROUPS, body).await.json();
    assert!(created.get("settings").is_none(), "a navigation property is returned if it is expanded");
    let id = created["id"].as_str().expect("an id");
    let read = fixture.get(&format!("{GROUPS}/{id}?$expand=settings")).await.json();
    assert_eq!(read["settings"][0]["displayName"], "Guests");
    let ids = (&read["settings"][0]["id"], &read["settings"][1]["id"]);
    assert!(ids.0.is_string() && ids.1.is_string() && ids.0 != ids.1, "{read}");
    assert_ne!(*ids.0, id);
}

#[tokio::test]
async fn a_creation_adds_links() {
    let fixture = start().await;
    let url = |path: &str| fixture.sandbox.url(Version::V1, path);
    let body = json!({
        "displayName": "x", "mailEnabled": false,
        "members@odata.bind": [url("/users/u"), "directoryObjects/v"],
    });
    let created = post(&fixture, GROUPS, body.to_string()).await.json();
    let path = format!("/groups/{}", created["id"].as_str().expect("an id"));
    assert_eq!(fixture.sandbox.linked(Version::V1, &path, "members"), ["/users/u", "/users/v"]);

    let user = json!({ "displayName": "x", "manager@odata.bind": url("/users/u") });
    let created = post(&fixture, "/v1.0/users", user.to_string()).await.json();
    let path = format!("/users/{}", created["id"].as_str().expect("an id"));
    assert_eq!(fixture.sandbox.linked(Version::V1, &path, "manager"), ["/users/u"]);
}

#[tokio::test]
async fn links_to_nothing_create_nothing() {
    let fixture = start().await;
    let url = |path: &str| fixture.sandbox.url(Version::V1, path);
    let many: Vec<_> = (0..21).map(|_| url("/users/u")).collect();
    for (links, code, message) in [
        (json!([url("/users/none")]), "Request_BadRequest", "does not exist"),
        (json!(["https://elsewhere.example/v1.0/users/u"]), "Request_BadRequest", "does not exist"),
        (json!([url("/groups/g/conversations/c")]), "Request_BadRequest", "does not refer to entities of the type"),
        (json!([url("/users/u"), url("/users/u")]), "Request_BadRequest", "already exist"),
        (json!(many), "Request_BadRequest", "the maximum is 20"),
        (json!(url("/users/u")), "BadRequest", "is not an array of URLs"),
    ] {
        let body = json!({ "displayName": "x", "mailEnabled": false, "members@odata.bind": links });
        let refused = post(&fixture, GROUPS, body.to_string()).await.assert_error(400, code);
        assert!(refused.contains(message), "{refused}");
    }
    let unknown = json!({ "displayName": "x", "mailEnabled": false, "owners@odata.bind": [] });
    post(&fixture, GROUPS, unknown.to_string()).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(fixture.get(GROUPS).await.json()["value"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_collection_with_several_types_requires_the_type() {
    let builder = Sandbox::builder()
        .resource::<WebApp>()
        .resource::<DeskApp>()
        .base_type("#sandbox.test.webApp", "#sandbox.test.app")
        .base_type("#sandbox.test.deskApp", "#sandbox.test.app");
    let fixture = Fixture::only(builder).await;
    let path = "/v1.0/apps";
    let refused = post(&fixture, path, r#"{"displayName":"x"}"#).await.assert_error(400, "ModelValidationFailure");
    assert!(refused.contains("'@odata.type' is missing"), "{refused}");
    let created = post(&fixture, path, r##"{"@odata.type":"#sandbox.test.webApp","url":"x"}"##).await;
    assert_eq!((created.status.as_u16(), &created.json()["@odata.type"]), (201, &json!("#sandbox.test.webApp")));
    let other = post(&fixture, path, r##"{"@odata.type":"#sandbox.test.deskApp","size":3}"##).await;
    assert_eq!((other.status.as_u16(), &other.json()["size"]), (201, &json!(3)));
    for wrong in ["phoneApp", "app"] {
        let body = format!(r##"{{"@odata.type":"#sandbox.test.{wrong}","size":3}}"##);
        post(&fixture, path, body).await.assert_error(400, "ModelValidationFailure");
    }
}

#[tokio::test]
async fn a_property_can_be_unique() {
    let fixture = Fixture::only(organization().unique::<Group>(&["displayName"])).await;
    let refused = post(&fixture, GROUPS, GROUP).await.assert_error(409, "Conflict");
    assert!(refused.contains("displayName"), "{refused}");
    assert_eq!(post(&fixture, GROUPS, GROUP.replace("Staff", "Guests")).await.status, 201);
    post(&fixture, GROUPS, GROUP.replace("Staff", "Guests")).await.assert_error(409, "Conflict");

    let error = Sandbox::builder().resource::<Group>().unique::<Group>(&["name"]).start().await.unwrap_err();
    assert!(error.to_string().contains("does not have the property `name`, which `SandboxBuilder::unique` names"));
}

#[tokio::test]
async fn a_client_can_choose_the_key() {
    let fixture = Fixture::only(organization().client_keys::<Group>()).await;
    let body = r#"{"id":"mine","displayName":"x","mailEnabled":false}"#;
    let created = post(&fixture, GROUPS, body).await;
    assert_eq!((created.status.as_u16(), &created.json()["id"]), (201, &json!("mine")));
    post(&fixture, GROUPS, body).await.assert_error(409, "Conflict");
    let assigned = post(&fixture, GROUPS, GROUP).await;
    assert_eq!(assigned.status, 201);
    assert_ne!(assigned.json()["id"], "mine");
}

#[tokio::test]
async fn a_key_is_encoded_in_the_location() {
    let fixture = Fixture::only(organization().client_keys::<User>()).await;
    let created = post(&fixture, "/v1.0/users", r#"{"id":"a/b c%?#'"}"#).await;
    let url = fixture.sandbox.url(Version::V1, "/users/a%2Fb%20c%25%3F%23'");
    assert_eq!(created.header("location"), url);
    let path = url.trim_start_matches(fixture.sandbox.endpoint());
    assert_eq!(fixture.get(path).await.json()["id"], "a/b c%?#'");
}
