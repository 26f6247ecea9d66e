use graph_core::schema::Version;
use graph_core::{Untyped, graph_complex, graph_resource};
use graph_sandbox::{Lag, OperationResponse, Sandbox, SandboxBuilder};
use reqwest::Method;
use serde_json::{Value, json};

use crate::collections::ids;
use crate::fixture::{Fixture, TestResponse, send};

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.windows10GeneralConfiguration"
)]
struct Policy {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    #[graph(expand)]
    assignments: Vec<Assignment>,
}

#[graph_complex(odata_type = "#microsoft.graph.deviceConfigurationAssignment", undeclared = drop)]
struct Assignment {
    id: String,
    target: Untyped,
}

#[graph_resource(path = "/deviceAppManagement/mobileApps/{mobileAppId}", odata_type = "#microsoft.graph.webApp")]
struct App {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/deviceAppManagement/mobileApps/{mobileAppId}/assignments/{assignmentId}",
    odata_type = "#microsoft.graph.mobileAppAssignment"
)]
struct AppAssignment {
    #[graph(key)]
    id: String,
    intent: Option<String>,
    target: Untyped,
}

const POLICY: &str = "/deviceManagement/deviceConfigurations/p";
const APP: &str = "/deviceAppManagement/mobileApps/a";

fn builder() -> SandboxBuilder {
    Sandbox::builder()
        .seed(Policy::at("p"), json!({ "id": "p", "displayName": "Policy", "assignments": [] }))
        .seed(App::at("a"), json!({ "id": "a" }))
}

fn group(id: &str) -> Value {
    json!({ "target": { "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": id } })
}

fn all_devices() -> Value {
    json!({ "target": { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } })
}

async fn assign(fixture: &Fixture, path: &str, body: Value) -> TestResponse {
    send(fixture.json(Method::POST, &format!("/v1.0{path}/assign"), body.to_string())).await
}

#[tokio::test]
async fn assign_replaces_the_whole_list() {
    let fixture = Fixture::only(builder()).await;
    let list = async || ids(&fixture.get(&format!("/v1.0{POLICY}/assignments")).await);
    assert_eq!(list().await, [""; 0]);
    let assigned = assign(&fixture, POLICY, json!({ "assignments": [group("g"), all_devices()] })).await;
    assert_eq!(ids(&assigned), ["p_groupAssignmentTarget_g", "p_allDevicesAssignmentTarget"]);
    assert_eq!(assigned.header("etag"), "", "a list does not have an ETag");
    assert_eq!(list().await, ids(&assigned));

    assign(&fixture, POLICY, json!({ "assignments": [group("h")] })).await;
    assert_eq!(list().await, ["p_groupAssignmentTarget_h"]);
    assert_eq!(fixture.sandbox.assignments(Version::V1, POLICY)[0]["target"]["groupId"], "h");
    let expanded = fixture.get(&format!("/v1.0{POLICY}?$expand=assignments")).await.json();
    assert_eq!(expanded["assignments"][0]["target"]["groupId"], "h");
    assign(&fixture, POLICY, json!({ "assignments": [] })).await;
    assert_eq!(list().await, [""; 0]);
}

#[tokio::test]
async fn a_second_entry_with_the_same_target_is_ignored() {
    let fixture = Fixture::only(builder()).await;
    let mut filtered = group("g");
    filtered["target"]["deviceAndAppManagementAssignmentFilterId"] = json!("f");
    let exclusion =
        json!({ "target": { "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", "groupId": "g" } });
    assign(&fixture, POLICY, json!({ "assignments": [filtered, group("g"), exclusion, group("h")] })).await;
    let stored = fixture.sandbox.assignments(Version::V1, POLICY);
    assert_eq!(stored.len(), 3);
    assert_eq!(stored[0]["target"]["deviceAndAppManagementAssignmentFilterId"], "f", "the first one counts");
}

#[tokio::test]
async fn the_parameter_depends_on_the_collection() {
    let fixture = Fixture::only(builder()).await;
    let assigned = assign(&fixture, APP, json!({ "mobileAppAssignments": [group("g")] })).await;
    assert_eq!((assigned.status.as_u16(), assigned.text.as_str()), (204, ""));
    for (path, body) in [
        (APP, json!({ "assignments": [group("g")] })),
        (POLICY, json!({ "mobileAppAssignments": [group("g")] })),
        (POLICY, json!({ "assignments": [group("g")], "x": 1 })),
        (POLICY, json!({ "assignments": group("g") })),
        (POLICY, json!({ "assignments": [1] })),
    ] {
        assign(&fixture, path, body).await.assert_error(400, "BadRequest");
    }
    let without_type = json!({ "assignments": [{ "target": { "groupId": "g" } }] });
    assign(&fixture, POLICY, without_type).await.assert_error(400, "ModelValidationFailure");
    let absent = assign(&fixture, "/deviceManagement/deviceConfigurations/q", json!({ "assignments": [] })).await;
    absent.assert_error(404, "ResourceNotFound");
    assert_eq!(fixture.sandbox.assignments(Version::V1, POLICY).len(), 0);
    assert_eq!(fixture.sandbox.assignments(Version::V1, APP).len(), 1);
}

#[tokio::test]
async fn a_list_has_pages_and_lags() {
    let fixture = Fixture::only(builder().page_size(2).lag(Lag::reads(2))).await;
    let groups: Vec<_> = (0..5).map(|number| group(&number.to_string())).collect();
    assign(&fixture, POLICY, json!({ "assignments": groups })).await;
    let path = format!("/v1.0{POLICY}/assignments");
    for _ in 0..2 {
        assert_eq!(ids(&fixture.get(&path).await).len(), 0);
    }
    let mut link = path;
    let mut pages = Vec::new();
    loop {
        let page = fixture.get(&link).await;
        pages.push(ids(&page).len());
        let Some(next) = page.json()["@odata.nextLink"].as_str().map(str::to_owned) else { break };
        link = next.trim_start_matches(fixture.sandbox.endpoint()).to_owned();
    }
    assert_eq!(pages, [2, 2, 1]);
}

#[tokio::test]
async fn another_client_can_assign() {
    let fixture = Fixture::only(builder()).await;
    fixture.sandbox.assign(Policy::at("p"), [all_devices()]).expect("an entity with assignments");
    assert_eq!(ids(&fixture.get(&format!("/v1.0{POLICY}/assignments")).await), ["p_allDevicesAssignmentTarget"]);
    assert!(fixture.sandbox.assign(Policy::at("q"), [all_devices()]).is_err());
    assert!(fixture.sandbox.assign(Policy::at("p"), [json!({})]).is_err());
    assert!(fixture.sandbox.requests().iter().all(|request| request.method() == "GET"));
}

#[tokio::test]
async fn assignments_of_a_declared_type_are_entities() {
    let fixture = Fixture::only(builder().resource::<AppAssignment>()).await;
    let mut required = group("g");
    required["intent"] = json!("required");
    assign(&fixture, APP, json!({ "mobileAppAssignments": [required, all_devices()] })).await;
    let path = format!("/v1.0{APP}/assignments");
    let filtered = fixture.get(&format!("{path}?$filter=intent eq 'required'")).await;
    assert_eq!(ids(&filtered), ["a_groupAssignmentTarget_g"]);
    assign(&fixture, APP, json!({ "mobileAppAssignments": [all_devices()] })).await;
    assert_eq!(ids(&fixture.get(&path).await), ["a_allDevicesAssignmentTarget"]);
    let wrong = json!({ "mobileAppAssignments": [{ "target": { "@odata.type": "#x.y" }, "intent": 7 }] });
    assign(&fixture, APP, wrong).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(ids(&fixture.get(&path).await), ["a_allDevicesAssignmentTarget"]);
}

#[tokio::test]
async fn an_operation_of_a_test_replaces_assign() {
    let fixture = Fixture::only(builder().operation("assign", |_| OperationResponse::error(500, "Busy", "No."))).await;
    assign(&fixture, POLICY, json!({ "assignments": [] })).await.assert_error(500, "Busy");
    assert_eq!(fixture.sandbox.calls("assign").len(), 1);
}
