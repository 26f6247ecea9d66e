//! Collections of several types.

use graph_core::schema::Version;
use graph_core::{UntypedObject, graph_resource, graph_union};
use graph_sandbox::{Sandbox, SandboxBuilder};
use serde_json::json;

use crate::collections::ids;
use crate::fixture::Fixture;

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

    // Source: https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/4529
    let entity = fixture.get(&format!("{POLICIES}/i?$select=payloadName")).await;
    assert!(entity.assert_error(400, "BadRequest").ends_with("on type 'microsoft.graph.deviceConfiguration'."));
    let select = "$select=displayName,microsoft.graph.iosCustomConfiguration/payloadName";
    let entity = fixture.get(&format!("{POLICIES}/i?{select}")).await.json();
    assert_eq!((&entity["payloadName"], &entity["displayName"]), (&json!("P"), &json!("iOS")));
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
