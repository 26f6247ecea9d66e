//! Lists: their options and their pages.

use graph_core::schema::Version;
use graph_core::{DateTimeOffset, UntypedObject, graph_complex, graph_resource, graph_union};
use graph_sandbox::{Sandbox, SandboxBuilder};
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixture::{Fixture, TestResponse, send};

const DEVICES: &str = "/v1.0/deviceManagement/managedDevices";

#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    odata_type = "#microsoft.graph.managedDevice"
)]
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
        "operatingSystem": if id % 2 == 0 { "Windows" } else { "iOS" },
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

fn users(count: usize) -> SandboxBuilder {
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

async fn query(fixture: &Fixture, query: &str) -> TestResponse {
    fixture.get(&format!("{DEVICES}?{query}")).await
}

async fn eventual(fixture: &Fixture, path: &str) -> TestResponse {
    send(fixture.request(Method::GET, path).header("ConsistencyLevel", "eventual")).await
}

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
async fn links_lead_through_all_pages() {
    let fixture = Fixture::with(devices(7)).await;
    let filter = "$filter=id%20ne%20%274%27&$select=id&$count=true";
    let first = query(&fixture, &format!("{filter}&$top=2")).await;
    assert_eq!((ids(&first), &first.json()["@odata.count"]), (vec!["1".to_owned(), "2".to_owned()], &json!(6)));
    let link = next_link(&fixture, &first).expect("a link");
    assert!(link.contains(filter), "the link has the options of the request: {link}");

    let second = fixture.get(&link).await;
    assert_eq!(ids(&second), ["3", "5"]);
    assert!(second.json().get("@odata.count").is_none(), "the first page has the number");
    assert_eq!(second.json()["value"][0].as_object().expect("an object").len(), 2, "id and ETag");
    let third = fixture.get(&next_link(&fixture, &second).expect("a link")).await;
    assert_eq!(ids(&third), ["6", "7"]);
    assert_eq!(next_link(&fixture, &third), None);

    for changed in [link.replace("%3d", "%3D"), link.replace("%20", "+"), link.replace("$top=2", "$top=3")] {
        let message = fixture.get(&changed).await.assert_error(400, "BadRequest");
        assert!(message.contains("exactly as it was returned"), "{message}");
    }
}

#[tokio::test]
async fn pages_survive_changes_from_outside() {
    let fixture = Fixture::with(devices(4)).await;
    let first = query(&fixture, "$top=2").await;
    fixture.sandbox.remove(Device::at("1")).expect("a device");
    fixture.sandbox.remove(Device::at("3")).expect("a device");
    fixture.sandbox.seed(Device::at("5"), device(5)).expect("a device");
    let second = fixture.get(&next_link(&fixture, &first).expect("a link")).await;
    assert_eq!(ids(&second), ["4", "5"]);
    assert_eq!(ids(&fixture.get(DEVICES).await), ["2", "4", "5"]);
}

#[tokio::test]
async fn the_size_of_a_page_is_bounded() {
    let fixture = Fixture::with(devices(5).page_size(3)).await;
    assert_eq!(ids(&fixture.get(DEVICES).await).len(), 3);
    assert_eq!(ids(&query(&fixture, "$top=4").await).len(), 4);
    assert!(ids(&query(&fixture, "$top=0").await).is_empty());

    let prefer = |path: String| fixture.request(Method::GET, &path).header("Prefer", "odata.maxpagesize=2");
    let preferred = send(prefer(DEVICES.to_owned())).await;
    assert_eq!((ids(&preferred).len(), preferred.header("preference-applied")), (2, "odata.maxpagesize=2"));
    let link = next_link(&fixture, &preferred).expect("a link");
    assert_eq!(ids(&fixture.get(&link).await).len(), 3, "a link does not have the headers of its request");
    assert_eq!(ids(&send(prefer(link)).await), ["3", "4"]);
    assert_eq!(send(prefer(format!("{DEVICES}?$top=1"))).await.header("preference-applied"), "");
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
async fn collections_can_be_read_only() {
    let fixture = Fixture::with(devices(1)).await;
    for method in [Method::POST, Method::PATCH, Method::DELETE] {
        let refused = send(fixture.request(method, DEVICES)).await;
        refused.assert_error(405, "Request_BadRequest");
        assert_eq!(refused.header("allow"), "GET");
    }
}

#[tokio::test]
async fn directory_objects_need_a_header_for_advanced_queries() {
    let fixture = Fixture::with(users(30)).await;
    let users = |query: &str| format!("/v1.0/users?{query}");
    for advanced in [
        "$filter=displayName ne 'Ada 1'",
        "$filter=not(startswith(displayName,'x'))",
        "$filter=endswith(displayName,'1')",
        "$filter=department eq 'Sales'&$orderby=displayName",
        "$filter=friends/$count gt 1",
    ] {
        fixture.get(&users(advanced)).await.assert_error(400, "Request_UnsupportedQuery");
        eventual(&fixture, &users(advanced)).await.assert_error(400, "Request_UnsupportedQuery");
        fixture.get(&users(&format!("{advanced}&$count=true"))).await.assert_error(400, "Request_UnsupportedQuery");
        let page = eventual(&fixture, &users(&format!("{advanced}&$count=true&$top=2"))).await;
        assert!(page.json()["@odata.count"].is_u64(), "{advanced}: {page:?}");
        // The header is required for every page.
        if let Some(link) = next_link(&fixture, &page) {
            fixture.get(&link).await.assert_error(400, "Request_UnsupportedQuery");
            assert_eq!(eventual(&fixture, &link).await.status, 200);
        }
    }
    let silent = fixture.get(&users("$count=true")).await;
    assert!(silent.status == 200 && silent.json().get("@odata.count").is_none(), "`$count=true` is ignored");
    let message = fixture.get("/v1.0/users/$count").await.assert_error(400, "Request_UnsupportedQuery");
    assert_eq!(message, "$count is not currently supported.");
    assert_eq!(eventual(&fixture, "/v1.0/users/$count?$filter=id ne '1'").await.text, "29");

    let search = users("$search=%22displayName:ada%22&$top=1");
    fixture.get(&search).await.assert_error(400, "Request_UnsupportedQuery");
    assert_eq!(ids(&eventual(&fixture, &search).await), ["1"]);

    for (query, message) in [
        ("$filter=contains(displayName,'a')", "ContainsMatch"),
        (&format!("$filter=id in ({})", vec!["'1'"; 16].join(",")), "16. Max allowed: 15."),
        ("$expand=friends($filter=id eq '1')", "'$filter' is not supported within $expand"),
        ("$top=1000", "Invalid page size specified: '1000'"),
        ("$top=0", "Must be between 1 and 999 inclusive."),
    ] {
        let query = users(&format!("{query}&$count=true"));
        let found = eventual(&fixture, &query).await.assert_error(400, "Request_UnsupportedQuery");
        assert!(found.contains(message), "{found}");
    }
    let expanded = fixture.get(&users("$expand=friends($select=id)&$top=1")).await.json();
    assert_eq!(expanded["value"][0]["friends"].as_array().map(Vec::len), Some(20), "silently at most 20 objects");
    assert_eq!(fixture.get(&users("$filter=startswith(displayName,'ada 1')")).await.status, 200);
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

const POLICIES: &str = "/v1.0/deviceManagement/deviceConfigurations";

#[graph_union(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.deviceConfiguration"
)]
enum Policy {
    Ios(IosPolicy),
    Windows(WindowsPolicy),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.iosCustomConfiguration"
)]
struct IosPolicy {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    payload_name: Option<String>,
}

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.windows10CustomConfiguration"
)]
struct WindowsPolicy {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

fn policies() -> SandboxBuilder {
    let ios = json!({ "id": "i", "displayName": "iOS", "payloadName": "P" });
    let windows = json!({
        "@odata.type": "#microsoft.graph.windows10CustomConfiguration", "id": "w", "displayName": "Windows",
    });
    Sandbox::builder().seed(IosPolicy::at("i"), ios).seed(Policy::at("w"), windows)
}

#[tokio::test]
async fn a_collection_has_items_of_derived_types() {
    let fixture = Fixture::with(policies()).await;
    let all = fixture.get(POLICIES).await;
    assert_eq!(ids(&all), ["i", "w"]);
    assert_eq!(all.json()["value"][0]["@odata.type"], "#microsoft.graph.iosCustomConfiguration");
    assert_eq!(all.json()["value"][1]["@odata.type"], "#microsoft.graph.windows10CustomConfiguration");

    let path = format!("{POLICIES}/microsoft.graph.iosCustomConfiguration?$filter=payloadName eq 'p'");
    let ios = fixture.get(&path).await;
    assert_eq!(ids(&ios), ["i"]);
    let context = ios.json()["@odata.context"].as_str().expect("text").to_owned();
    assert!(context.ends_with("deviceConfigurations/microsoft.graph.iosCustomConfiguration"), "{context}");

    for (filter, expected) in [
        ("isof('microsoft.graph.windows10CustomConfiguration')", "w"),
        ("microsoft.graph.iosCustomConfiguration/payloadName eq 'P'", "i"),
        ("displayName eq 'windows'", "w"),
    ] {
        assert_eq!(ids(&fixture.get(&format!("{POLICIES}?$filter={filter}")).await), [expected], "{filter}");
    }
    let message = fixture.get(&format!("{POLICIES}?$filter=payloadName eq 'P'")).await.assert_error(400, "BadRequest");
    assert!(message.ends_with("named 'payloadName' on type 'microsoft.graph.deviceConfiguration'."), "{message}");

    assert_eq!(fixture.get(&format!("{POLICIES}/i?$select=payloadName")).await.json()["payloadName"], "P");
    let cast = format!("{POLICIES}/w/microsoft.graph.iosCustomConfiguration");
    fixture.get(&cast).await.assert_error(404, "ResourceNotFound");
    let cast = format!("{POLICIES}/i/microsoft.graph.iosCustomConfiguration");
    assert_eq!(fixture.get(&cast).await.json()["id"], "i");
    fixture.get(&format!("{POLICIES}/microsoft.graph.user")).await.assert_error(404, "ResourceNotFound");
    assert!(fixture.sandbox.entity_json(Version::V1, "/deviceManagement/deviceConfigurations/w").is_some());
}

#[tokio::test]
async fn a_base_type_can_be_stated() {
    let builder = || Sandbox::builder().resource::<IosPolicy>().resource::<WindowsPolicy>();
    let error = builder().start().await.expect_err("the types are not related").to_string();
    assert!(
        error.starts_with(
            "`#microsoft.graph.iosCustomConfiguration` and `#microsoft.graph.windows10CustomConfiguration` both declare"
        ),
        "{error}"
    );
    let base = "#microsoft.graph.deviceConfiguration";
    let related = builder()
        .base_type("#microsoft.graph.iosCustomConfiguration", base)
        .base_type("#microsoft.graph.windows10CustomConfiguration", base);
    assert!(related.start().await.is_ok());
}
