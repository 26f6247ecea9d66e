//! The options of lists.

use graph_core::graph_resource;
use graph_sandbox::Sandbox;
use reqwest::Method;
use serde_json::json;

use crate::collections::{DEVICES, Device, Message, devices, ids, next_link, query, users};
use crate::fixture::{Fixture, TestResponse, send};

#[tokio::test]
async fn a_collection_has_its_entities_in_the_order_in_which_they_were_added() {
    let fixture = Fixture::with(devices(3)).await;
    let page = fixture.get(DEVICES).await;
    assert_eq!(ids(&page), ["1", "2", "3"]);
    let json = page.json();
    let context = format!("{}/v1.0/$metadata#deviceManagement/managedDevices", fixture.sandbox.endpoint());
    assert_eq!(json["@odata.context"], context);
    assert!(json.get("@odata.nextLink").is_none() && json.get("@odata.count").is_none());
    assert_eq!(json["value"][0]["place"], json!({ "city": "Bern", "street": "Main" }));
    assert!(json["value"][0]["@odata.etag"].as_str().is_some_and(|tag| tag.starts_with("W/\"")));
    assert!(json["value"][0].get("@odata.type").is_none(), "the path determines the type");
    assert_eq!(page.header("content-type").split(';').next(), Some("application/json"));

    let etag = fixture.get(&format!("{DEVICES}/1")).await.json()["@odata.etag"].clone();
    assert_eq!(json["value"][0]["@odata.etag"], etag);
}

#[tokio::test]
async fn a_collection_without_entities_is_empty() {
    let fixture = Fixture::with(Sandbox::builder().resource::<Device>()).await;
    assert!(ids(&fixture.get(DEVICES).await).is_empty());
    assert_eq!(fixture.get(&format!("{DEVICES}/$count")).await.text, "0");
}

#[tokio::test]
async fn filters_are_evaluated() {
    let fixture = Fixture::with(devices(6)).await;
    for (filter, expected) in [
        ("operatingSystem%20eq%20%27windows%27", &["2", "4", "6"][..]),
        ("operatingSystem ne 'Windows' and lastSyncDateTime gt 2026-01-03T01:00:00%2B01:00", &["3", "5"]),
        ("startswith(deviceName,'pc-00') and not(deviceName in ('PC-001','PC-002'))", &["3", "4", "5", "6"]),
        ("assignments/any(a:a/id eq '3') and place/city eq 'BERN' and id eq '1'", &["1"]),
        ("id eq 'o''neil'", &[]),
    ] {
        assert_eq!(ids(&query(&fixture, &format!("$filter={filter}")).await), expected, "{filter}");
    }
    let message = query(&fixture, "$filter=osVersion eq '1'").await.assert_error(400, "BadRequest");
    assert_eq!(
        message,
        "Invalid filter clause: Could not find a property named 'osVersion' on type 'microsoft.graph.managedDevice'."
    );
}

#[tokio::test]
async fn items_are_sorted() {
    let fixture = Fixture::with(devices(5)).await;
    let sorted = query(&fixture, "$orderby=operatingSystem%20desc,deviceName desc").await;
    assert_eq!(ids(&sorted), ["4", "2", "5", "3", "1"]);
    let paged = query(&fixture, "$orderby=deviceName desc&$top=2&$skip=1").await;
    assert_eq!(ids(&paged), ["4", "3"]);
    let link = next_link(&fixture, &paged).expect("a link");
    assert_eq!(ids(&fixture.get(&link).await), ["2", "1"]);
    let message = query(&fixture, "$orderby=x").await.assert_error(400, "BadRequest");
    assert!(message.starts_with("Invalid orderby clause: Could not find a property named 'x'"), "{message}");
    query(&fixture, "$orderby=place").await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn properties_are_selected() {
    let fixture = Fixture::with(devices(1)).await;
    let selected = query(&fixture, "$select=id,place/city,assignments").await.json();
    assert!(
        selected["@odata.context"].as_str().is_some_and(|context| context.ends_with("(assignments,id,place/city)")),
        "{selected}"
    );
    let item = selected["value"][0].as_object().expect("an object");
    assert_eq!(item.keys().collect::<Vec<_>>(), ["@odata.etag", "assignments", "id", "place"]);
    assert_eq!(item["place"], json!({ "city": "Bern" }));

    let entity = fixture.get(&format!("{DEVICES}/1?$select=deviceName")).await.json();
    assert_eq!(entity.as_object().expect("an object").len(), 4, "{entity}");
    assert_eq!(entity["deviceName"], "PC-001");
    for path in [DEVICES.to_owned(), format!("{DEVICES}/1")] {
        let message = fixture.get(&format!("{path}?$select=id,osName")).await.assert_error(400, "BadRequest");
        assert_eq!(
            message,
            "Parsing OData Select and Expand failed: Could not find a property named 'osName' on type \
             'microsoft.graph.managedDevice'."
        );
    }
    query(&fixture, "$select=deviceName/x").await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn expanded_values_have_options_of_their_own() {
    let fixture = Fixture::with(devices(1)).await;
    let options = "$filter=intent eq 'required';$orderby=id desc;$top=1;$select=id;$count=true";
    for path in [DEVICES.to_owned(), format!("{DEVICES}/1")] {
        let json = fixture.get(&format!("{path}?$select=id&$expand=assignments({options})")).await.json();
        let item = json.get("value").map_or(&json, |items| &items[0]);
        assert_eq!(item["assignments"], json!([{ "id": "3" }]), "{json}");
        assert_eq!(item["assignments@odata.count"], 2);
        assert_eq!(item["id"], "1");
    }
    let message = query(&fixture, "$expand=deviceName").await.assert_error(400, "BadRequest");
    assert!(message.contains("Property 'deviceName' on type 'microsoft.graph.managedDevice' is not a navigation"));
    let message = query(&fixture, "$expand=assignments($filter=x eq 1)").await.assert_error(400, "BadRequest");
    assert!(message.contains("Could not find a property named 'x' on type 'microsoft.graph.assignment'"), "{message}");
}

#[tokio::test]
async fn options_of_collections_do_not_apply_to_entities() {
    let fixture = Fixture::with(devices(1)).await;
    for option in ["$filter=id eq '1'", "$top=1", "$count=true", "$orderby=id", "$search=x", "$skip=1"] {
        let message = fixture.get(&format!("{DEVICES}/1?{option}")).await.assert_error(400, "BadRequest");
        assert!(message.contains("can be applied only on collections"), "{message}");
    }
    fixture.get(&format!("{DEVICES}/1?$nothing=1")).await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn a_search_finds_the_beginnings_of_words() {
    let fixture = Fixture::with(devices(3)).await;
    assert_eq!(ids(&query(&fixture, "$search=%22deviceName:pc%22 AND NOT %22002%22").await), ["1", "3"]);
    assert_eq!(ids(&query(&fixture, "$search=windows").await), ["2"]);
    assert!(ids(&query(&fixture, "$search=indows").await).is_empty());
    let message = query(&fixture, "$search=deviceName:pc").await.assert_error(400, "BadRequest");
    assert!(message.contains("character ':' is not valid"), "{message}");
    query(&fixture, "$search=%22name:pc%22").await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn a_count_is_a_number() {
    let fixture = Fixture::with(devices(5)).await;
    let count = fixture.get(&format!("{DEVICES}/$count?$filter=operatingSystem eq 'iOS'")).await;
    assert_eq!((count.text.as_str(), count.header("content-type")), ("3", "text/plain"));
    fixture.get(&format!("{DEVICES}/$count?$top=1")).await.assert_error(400, "BadRequest");
    fixture.get(&format!("{DEVICES}/1/$count")).await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn collections_have_two_methods() {
    let fixture = Fixture::with(devices(1)).await;
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let refused = send(fixture.request(method, DEVICES)).await;
        refused.assert_error(405, "Request_BadRequest");
        assert_eq!(refused.header("allow"), "GET, POST");
    }
}

#[tokio::test]
async fn a_collection_can_be_inside_of_an_entity() {
    let builder = users(1).entity::<Message>("/users/1/messages/m", json!({ "id": "m", "subject": "Hello" }));
    let fixture = Fixture::with(builder).await;
    let page = fixture.get("/v1.0/users/1/messages?$filter=subject eq 'hello'").await;
    assert_eq!(ids(&page), ["m"]);
    let context = page.json()["@odata.context"].as_str().expect("text").to_owned();
    assert!(context.ends_with("$metadata#users('1')/messages"), "{context}");
    assert!(ids(&fixture.get("/v1.0/users/2/messages").await).is_empty());
}

#[tokio::test]
async fn some_properties_are_not_in_every_response() {
    let builder = devices(1).null_in_lists::<Device>(&["notes"]).only_when_selected::<Device>(&["place"]);
    let fixture = Fixture::with(builder).await;
    let item = |response: &TestResponse| response.json()["value"][0].clone();
    let list = item(&fixture.get(DEVICES).await);
    assert!(list["notes"].is_null() && list.get("notes").is_some() && list.get("place").is_none());
    let list = item(&query(&fixture, "$select=notes,place").await);
    assert!(list["notes"].is_null() && list["place"]["city"] == "Bern", "{list}");
    let entity = fixture.get(&format!("{DEVICES}/1")).await.json();
    assert!(entity["notes"].is_null() && entity.get("place").is_none());
    let entity = fixture.get(&format!("{DEVICES}/1?$select=notes,place")).await.json();
    assert!(entity["notes"] == "secret" && entity["place"]["city"] == "Bern");
    assert_eq!(ids(&query(&fixture, "$filter=notes eq 'secret'").await), ["1"], "filters see the value");

    let error = devices(1).null_in_lists::<Device>(&["note"]).start().await.expect_err("there is no such property");
    assert_eq!(
        error.to_string(),
        "`#microsoft.graph.managedDevice` does not have the property `note`, which `SandboxBuilder::null_in_lists` names"
    );
}

/// A resource whose path does not end in a placeholder.
#[graph_resource(
    path = "/groups/{groupId}/drive",
    paths(by_id = "/drives/{driveId}"),
    collection = "/me/recentDrives",
    odata_type = "#microsoft.graph.drive"
)]
struct Drive {
    #[graph(key)]
    id: String,
}

#[tokio::test]
async fn a_declared_collection_has_all_entities_of_its_type() {
    let builder = devices(1)
        .seed(Drive::at("g"), json!({ "id": "1" }))
        .seed(Drive::at_by_id("2"), json!({ "id": "2" }))
        .seed(Drive::at_by_id("3"), json!({ "id": "3" }));
    let fixture = Fixture::with(builder).await;
    assert_eq!(ids(&fixture.get("/v1.0/me/recentDrives?$top=2").await), ["1", "2"]);
    assert_eq!(ids(&fixture.get("/v1.0/drives").await), ["2", "3"]);
    assert_eq!(fixture.get("/v1.0/me/recentDrives/$count").await.text, "3");
    fixture.get("/v1.0/me/recentDrives/1").await.assert_error(400, "BadRequest");
    fixture.get("/v1.0/groups/g").await.assert_error(400, "BadRequest");
}
