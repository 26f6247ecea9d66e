use std::time::Duration;

use graph_core::schema::Version;
use graph_sandbox::Lag;
use reqwest::Method;
use serde_json::json;

use crate::collections::ids;
use crate::fixture::{Fixture, send};
use crate::organization::{GROUP, Group, User, organization};

const USER: &str = "/v1.0/users/u";

async fn names(fixture: &Fixture, reads: usize) -> Vec<String> {
    let mut names = Vec::new();
    for _ in 0..reads {
        let read = fixture.get(USER).await;
        names.push(if read.status == 404 {
            "-".to_owned()
        } else {
            read.json()["displayName"].as_str().unwrap().to_owned()
        });
    }
    names
}

async fn rename(fixture: &Fixture, name: &str) {
    let update = fixture.patch(USER, json!({ "displayName": name }).to_string());
    assert_eq!(send(update).await.json()["displayName"], name, "the response is the state after the update");
}

#[tokio::test]
async fn an_update_is_seen_after_some_reads() {
    let fixture = Fixture::only(organization().lag(Lag::reads(2))).await;
    let etag = fixture.get(USER).await.header("etag").to_owned();
    rename(&fixture, "Ulf").await;
    assert_eq!(fixture.get(USER).await.header("etag"), etag);
    assert_eq!(names(&fixture, 3).await, ["Una", "Ulf", "Ulf"]);
    assert_eq!(fixture.sandbox.entity_json(Version::V1, "/users/u").unwrap()["displayName"], "Ulf");

    // A second update before the first one is seen: reads see neither.
    rename(&fixture, "Udo").await;
    assert_eq!(names(&fixture, 1).await, ["Ulf"]);
    rename(&fixture, "Uli").await;
    assert_eq!(names(&fixture, 3).await, ["Ulf", "Ulf", "Uli"]);
}

#[tokio::test]
async fn a_write_that_changes_nothing_has_no_lag() {
    let fixture = Fixture::only(organization().lag(Lag::reads(5))).await;
    rename(&fixture, "Una").await;
    fixture.sandbox.update(User::at("u"), json!({ "displayName": "Ulf" })).expect("a change from outside");
    assert_eq!(names(&fixture, 1).await, ["Ulf"]);
}

#[tokio::test]
async fn a_created_entity_is_absent_and_a_deleted_one_is_there() {
    let fixture = Fixture::only(organization().lag(Lag::reads(1)).client_keys::<User>()).await;
    let create = || send(fixture.json(Method::POST, "/v1.0/users", r#"{"id":"w","displayName":"Wim"}"#));
    assert_eq!(create().await.status, 201);
    create().await.assert_error(409, "Conflict");
    assert_eq!(fixture.get("/v1.0/users/w").await.status, 404);
    assert_eq!(fixture.get("/v1.0/users/w").await.status, 200);

    let delete = || send(fixture.request(Method::DELETE, USER));
    assert_eq!(delete().await.status, 204);
    delete().await.assert_error(404, "ResourceNotFound");
    assert_eq!(names(&fixture, 3).await, ["Una", "-", "-"]);
}

#[tokio::test]
async fn lists_lag_as_well() {
    let fixture = Fixture::only(organization().lag(Lag::reads(2)).client_keys::<User>()).await;
    send(fixture.json(Method::POST, "/v1.0/users", r#"{"id":"w","displayName":"Wim"}"#)).await;
    send(fixture.request(Method::DELETE, USER)).await;
    assert_eq!(send(fixture.patch("/v1.0/users/v", r#"{"displayName":"Vera"}"#)).await.status, 200);
    let list = async || {
        let page = fixture.get("/v1.0/users").await;
        let names: Vec<_> =
            page.json()["value"].as_array().unwrap().iter().map(|user| user["displayName"].clone()).collect();
        (ids(&page).join(""), names)
    };
    assert_eq!(list().await, ("uv".to_owned(), vec![json!("Una"), json!("Vic")]));
    assert_eq!(list().await, ("uv".to_owned(), vec![json!("Una"), json!("Vic")]));
    assert_eq!(list().await, ("vw".to_owned(), vec![json!("Vera"), json!("Wim")]));
}

#[tokio::test]
async fn links_lag_as_well() {
    let fixture = Fixture::only(organization().lag(Lag::reads(1))).await;
    let body = json!({ "@odata.id": fixture.sandbox.url(Version::V1, "/users/u") });
    let add = fixture.json(Method::POST, "/v1.0/groups/g/members/$ref", body.to_string());
    assert_eq!(send(add).await.status, 204);
    assert_eq!(ids(&fixture.get("/v1.0/groups/g/members").await), [""; 0]);
    assert_eq!(ids(&fixture.get("/v1.0/groups/g/members").await), ["u"]);
    assert_eq!(fixture.sandbox.linked(Version::V1, "/groups/g", "members"), ["/users/u"]);
}

#[tokio::test]
async fn replicas_respond_in_turn() {
    let fixture = Fixture::only(organization().lag(Lag::alternating(2))).await;
    rename(&fixture, "Ulf").await;
    assert_eq!(names(&fixture, 6).await, ["Ulf", "Una", "Ulf", "Una", "Ulf", "Ulf"]);
}

#[tokio::test]
async fn a_path_has_a_lag_of_its_own() {
    let fixture = Fixture::only(organization().lag_at("/groups", Lag::reads(1))).await;
    rename(&fixture, "Ulf").await;
    assert_eq!(names(&fixture, 1).await, ["Ulf"]);
    let created = send(fixture.json(Method::POST, "/v1.0/groups", GROUP)).await;
    let path = created.header("location").trim_start_matches(fixture.sandbox.endpoint()).to_owned();
    assert_eq!(fixture.get(&path).await.status, 404);
    assert_eq!(fixture.get(&path).await.status, 200);

    fixture.sandbox.set_lag("/groups", Lag::none());
    fixture.sandbox.set_lag("/users/u", Lag::reads(1));
    let update = fixture.patch(&path, r#"{"description":"new"}"#);
    assert_eq!(send(update).await.status, 200);
    assert_eq!(fixture.get(&path).await.json()["description"], "new");
    rename(&fixture, "Udo").await;
    assert_eq!(names(&fixture, 2).await, ["Ulf", "Udo"]);
    fixture.sandbox.remove(Group::at("g")).expect("the group");
    assert_eq!(fixture.get("/v1.0/groups/g").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_lag_can_be_a_time() {
    let fixture = Fixture::only(organization().lag(Lag::duration(Duration::from_secs(3600)))).await;
    rename(&fixture, "Ulf").await;
    assert_eq!(names(&fixture, 2).await, ["Una", "Una"]);
    tokio::time::advance(Duration::from_secs(3600)).await;
    assert_eq!(names(&fixture, 1).await, ["Ulf"]);
}
