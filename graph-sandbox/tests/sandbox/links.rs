use graph_core::schema::Version;
use reqwest::Method;
use serde_json::json;

use crate::collections::ids;
use crate::fixture::{Fixture, TestResponse, send};
use crate::organization::{User, organization};

const MEMBERS: &str = "/v1.0/groups/g/members";
const MANAGER: &str = "/v1.0/users/u/manager";

fn members(fixture: &Fixture) -> Vec<String> {
    fixture.sandbox.linked(Version::V1, "/groups/g", "members")
}

async fn refer(fixture: &Fixture, method: Method, path: &str, to: &str) -> TestResponse {
    let body = json!({ "@odata.id": fixture.sandbox.url(Version::V1, to) });
    send(fixture.json(method, &format!("{path}/$ref"), body.to_string())).await
}

async fn delete(fixture: &Fixture, path: &str) -> TestResponse {
    send(fixture.request(Method::DELETE, path)).await
}

#[tokio::test]
async fn a_link_is_added_once_and_removed_without_its_entity() {
    let fixture = Fixture::only(organization()).await;
    assert_eq!(refer(&fixture, Method::POST, MEMBERS, "/users/u").await.status, 204);
    assert_eq!(refer(&fixture, Method::POST, MEMBERS, "/directoryObjects/v").await.status, 204);
    let refused = refer(&fixture, Method::POST, MEMBERS, "/users/u").await.assert_error(400, "Request_BadRequest");
    assert!(refused.starts_with("One or more added object references already exist"), "{refused}");
    assert_eq!(members(&fixture), ["/users/u", "/users/v"]);

    assert_eq!(delete(&fixture, &format!("{MEMBERS}/u/$ref")).await.status, 204);
    assert_eq!(members(&fixture), ["/users/v"]);
    delete(&fixture, &format!("{MEMBERS}/u/$ref")).await.assert_error(404, "ResourceNotFound");
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/u").is_some(), "the user remains");
}

#[tokio::test]
async fn without_ref_the_entity_is_deleted() {
    let fixture = Fixture::only(organization()).await;
    refer(&fixture, Method::POST, MEMBERS, "/users/u").await;
    delete(&fixture, &format!("{MEMBERS}/v")).await.assert_error(404, "ResourceNotFound");
    assert_eq!(delete(&fixture, &format!("{MEMBERS}/u")).await.status, 204);
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/u").is_none(), "as Microsoft Graph does");
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/v").is_some());
    assert_eq!(members(&fixture), [""; 0]);
}

#[tokio::test]
async fn links_are_listed_as_entities_and_as_references() {
    let fixture = Fixture::only(organization()).await;
    for user in ["/users/v", "/users/u"] {
        refer(&fixture, Method::POST, MEMBERS, user).await;
    }
    let list = fixture.get(MEMBERS).await;
    assert_eq!(ids(&list), ["u", "v"]);
    let first = &list.json()["value"][0];
    assert_eq!((&first["@odata.type"], &first["displayName"]), (&json!("#microsoft.graph.user"), &json!("Una")));
    assert_eq!(ids(&fixture.get(&format!("{MEMBERS}/microsoft.graph.user?$select=id&$top=1")).await), ["u"]);
    assert_eq!(fixture.get(&format!("{MEMBERS}/u")).await.json()["displayName"], "Una");

    let references = fixture.get(&format!("{MEMBERS}/$ref")).await.json();
    let url = |path| fixture.sandbox.url(Version::V1, path);
    assert_eq!(references["value"], json!([{ "@odata.id": url("/users/v") }, { "@odata.id": url("/users/u") }]));
    fixture.get("/v1.0/groups/none/members").await.assert_error(404, "ResourceNotFound");
    let count = fixture.request(Method::GET, &format!("{MEMBERS}/$count")).header("ConsistencyLevel", "eventual");
    assert_eq!(send(count).await.text, "2");
}

#[tokio::test]
async fn a_single_link_is_set_and_cleared() {
    let fixture = Fixture::only(organization()).await;
    fixture.get(MANAGER).await.assert_error(404, "ResourceNotFound");
    delete(&fixture, &format!("{MANAGER}/$ref")).await.assert_error(404, "ResourceNotFound");
    for manager in ["/users/v", "/users/u"] {
        assert_eq!(refer(&fixture, Method::PUT, MANAGER, manager).await.status, 204);
    }
    assert_eq!(fixture.get(MANAGER).await.json()["id"], "u");
    let reference = fixture.get(&format!("{MANAGER}/$ref")).await.json();
    assert_eq!(reference["@odata.id"], fixture.sandbox.url(Version::V1, "/users/u"));
    refer(&fixture, Method::POST, MANAGER, "/users/u").await.assert_error(405, "Request_BadRequest");
    assert_eq!(delete(&fixture, &format!("{MANAGER}/$ref")).await.status, 204);
    assert_eq!(fixture.sandbox.linked(Version::V1, "/users/u", "manager"), [""; 0]);
    assert!(fixture.sandbox.entity_json(Version::V1, "/users/u").is_some());
}

#[tokio::test]
async fn an_update_adds_up_to_20_links() {
    let mut builder = organization();
    for number in 0..21 {
        let id = number.to_string();
        builder = builder.seed(User::at(&id), json!({ "id": id }));
    }
    let fixture = Fixture::only(builder).await;
    let bind = async |numbers: std::ops::Range<u32>| {
        let urls: Vec<_> =
            numbers.map(|number| fixture.sandbox.url(Version::V1, &format!("/users/{number}"))).collect();
        let body = json!({ "description": "x", "members@odata.bind": urls });
        send(fixture.patch("/v1.0/groups/g", body.to_string())).await
    };
    bind(0..21).await.assert_error(400, "Request_BadRequest");
    assert_eq!(bind(0..20).await.status, 200);
    bind(19..21).await.assert_error(400, "Request_BadRequest");
    assert_eq!(members(&fixture).len(), 20, "an update that adds a link twice adds none");
    assert_eq!(fixture.sandbox.entity_json(Version::V1, "/groups/g").unwrap()["description"], "x");
}

#[tokio::test]
async fn a_reference_that_is_wrong_changes_nothing() {
    let fixture = Fixture::only(organization()).await;
    refer(&fixture, Method::POST, MEMBERS, "/users/none").await.assert_error(400, "Request_BadRequest");
    refer(&fixture, Method::POST, MEMBERS, "/groups/g/conversations/c").await.assert_error(400, "Request_BadRequest");
    refer(&fixture, Method::POST, "/v1.0/groups/none/members", "/users/u").await.assert_error(404, "ResourceNotFound");
    refer(&fixture, Method::POST, "/v1.0/groups/g", "/users/u").await.assert_error(400, "BadRequest");
    for body in ["{}", r#"{"@odata.id":7}"#, r#"{"@odata.id":"users/u","x":1}"#, "[]"] {
        let request = fixture.json(Method::POST, &format!("{MEMBERS}/$ref"), body);
        send(request).await.assert_error(400, "BadRequest");
    }
    refer(&fixture, Method::PUT, MEMBERS, "/users/u").await.assert_error(405, "Request_BadRequest");
    delete(&fixture, &format!("{MEMBERS}/$ref")).await.assert_error(405, "Request_BadRequest");
    delete(&fixture, MEMBERS).await.assert_error(405, "Request_BadRequest");
    assert_eq!(members(&fixture), [""; 0]);
}
