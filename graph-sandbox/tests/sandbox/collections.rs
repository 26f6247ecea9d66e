//! Entities in collections, and their pages.

use graph_core::{DateTimeOffset, graph_complex, graph_resource};
use graph_sandbox::{Sandbox, SandboxBuilder};
use serde_json::{Value, json};

use crate::fixture::{Fixture, TestResponse};

pub(crate) const DEVICES: &str = "/v1.0/deviceManagement/managedDevices";

#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    odata_type = "#microsoft.graph.managedDevice"
)]
#[expect(clippy::struct_field_names, reason = "the names are those of Microsoft Graph")]
pub(crate) struct Device {
    #[graph(key)]
    id: String,
    device_name: Option<String>,
    operating_system: Option<String>,
    last_sync_date_time: DateTimeOffset,
    notes: Option<String>,
    place: Option<Place>,
    assignments: Vec<Assignment>,
}

#[graph_complex(odata_type = "#microsoft.graph.place", undeclared = drop)]
pub(crate) struct Place {
    city: Option<String>,
    street: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.assignment", undeclared = drop)]
pub(crate) struct Assignment {
    id: String,
    intent: Option<String>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
pub(crate) struct User {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    department: Option<String>,
    friends: Vec<Assignment>,
}

#[graph_resource(path = "/users/{userId}/messages/{messageId}", odata_type = "#microsoft.graph.message")]
pub(crate) struct Message {
    #[graph(key)]
    id: String,
    subject: Option<String>,
}

pub(crate) fn device(id: usize) -> Value {
    json!({
        "id": id.to_string(),
        "deviceName": format!("PC-{id:03}"),
        "operatingSystem": if id.is_multiple_of(2) { "Windows" } else { "iOS" },
        "lastSyncDateTime": format!("2026-01-{:02}T00:00:00Z", id % 28 + 1),
        "notes": "secret",
        "place": { "city": "Bern", "street": "Main" },
        "assignments": [
            { "id": "1", "intent": "required" },
            { "id": "2", "intent": "available" },
            { "id": "3", "intent": "required" },
        ],
    })
}

pub(crate) fn devices(count: usize) -> SandboxBuilder {
    (1..=count).fold(Sandbox::builder(), |builder, id| {
        builder.entity::<Device>(&format!("/deviceManagement/managedDevices/{id}"), device(id))
    })
}

pub(crate) fn users(count: usize) -> SandboxBuilder {
    (1..=count).fold(Sandbox::builder(), |builder, id| {
        let friends: Vec<_> = (0..30).map(|friend| json!({ "id": friend.to_string(), "intent": null })).collect();
        let name = format!("Ada {id}");
        let user = json!({ "id": id.to_string(), "displayName": name, "department": "Sales", "friends": friends });
        builder.entity::<User>(&format!("/users/{id}"), user)
    })
}

/// Returns the ids of the items of a page.
pub(crate) fn ids(page: &TestResponse) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.text);
    let page = page.json();
    let items = page["value"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

/// Returns the path and the query of the next page.
pub(crate) fn next_link(fixture: &Fixture, page: &TestResponse) -> Option<String> {
    let page = page.json();
    let link = page["@odata.nextLink"].as_str()?;
    Some(link.strip_prefix(fixture.sandbox.endpoint()).expect("the origin of the sandbox").to_owned())
}

pub(crate) async fn query(fixture: &Fixture, query: &str) -> TestResponse {
    fixture.get(&format!("{DEVICES}?{query}")).await
}
