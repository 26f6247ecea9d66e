//! Declarations are checked against metadata.

use std::error::Error as _;
use std::path::PathBuf;

use graph_core::schema::Version;
use graph_core::{Binary, DateTimeOffset, Flags, graph_complex, graph_enum, graph_resource};
use graph_sandbox::{Sandbox, SandboxBuilder};
use reqwest::Method;
use serde_json::json;

use crate::collections::ids;
use crate::fixture::{Fixture, send};
use crate::resources::BetaSample;

const APPS: &str = "/v1.0/deviceAppManagement/mobileApps";

fn file() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "metadata", "v1.0.xml"].iter().collect()
}

#[graph_resource(path = "/deviceAppManagement/mobileApps/{mobileAppId}", odata_type = "#microsoft.graph.iosLobApp")]
struct IosApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    created_date_time: DateTimeOffset,
    publishing_state: PublishingState,
    large_icon: Option<MimeContent>,
    bundle_id: Option<String>,
    size: i64,
    platforms: Flags<Platform>,
    #[graph(expand)]
    assignments: Vec<Assignment>,
}

#[graph_resource(path = "/deviceAppManagement/mobileApps/{mobileAppId}", odata_type = "#microsoft.graph.androidLobApp")]
struct AndroidApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    package_id: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.mobileAppAssignment", undeclared = drop)]
struct Assignment {
    id: String,
    intent: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.mimeContent", undeclared = drop)]
struct MimeContent {
    r#type: Option<String>,
    value: Option<Binary>,
}

#[graph_enum]
enum PublishingState {
    Processing,
    Published,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
enum Platform {
    #[graph(name = "iPad")]
    IPad,
    #[graph(name = "iPhone")]
    IPhone,
    #[graph(other)]
    Other(String),
}

fn builder() -> SandboxBuilder {
    let ios = json!({
        "id": "i", "displayName": "App", "createdDateTime": "2026-01-01T00:00:00Z", "publishingState": "published",
        "bundleId": "com.example", "size": 5, "platforms": "iPad",
    });
    Sandbox::builder().seed(IosApp::at("i"), ios).metadata(file())
}

#[tokio::test]
async fn declarations_of_the_metadata_are_served() {
    let android = json!({ "id": "a", "displayName": "Other", "packageId": "p" });
    let fixture = Fixture::only(builder().seed(AndroidApp::at("a"), android)).await;
    let page = fixture.get(APPS).await;
    assert_eq!(ids(&page), ["i", "a"], "the types have a common base type");
    assert_eq!(page.json()["value"][0]["@odata.type"], "#microsoft.graph.iosLobApp");
}

#[tokio::test]
async fn properties_of_a_derived_type_need_a_cast() {
    let fixture = Fixture::only(builder()).await;
    // Source: https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/4529
    for path in [APPS.to_owned(), format!("{APPS}/i")] {
        let message = fixture.get(&format!("{path}?$select=id,bundleId")).await.assert_error(400, "BadRequest");
        assert_eq!(
            message,
            "Parsing OData Select and Expand failed: Could not find a property named 'bundleId' on type \
             'microsoft.graph.mobileApp'."
        );
        let cast = "microsoft.graph.iosLobApp";
        let response = fixture.get(&format!("{path}?$select=id,{cast}/bundleId")).await.json();
        let item = response.get("value").map_or(&response, |items| &items[0]);
        assert_eq!((&item["bundleId"], &item["id"]), (&json!("com.example"), &json!("i")));
        let response = fixture.get(&format!("{path}/{cast}?$select=bundleId")).await;
        assert_eq!(response.status, 200);
    }
    fixture.get(&format!("{APPS}?$filter=bundleId eq 'x'")).await.assert_error(400, "BadRequest");
    let filter = "$filter=microsoft.graph.iosLobApp/bundleId eq 'com.example' and isof('microsoft.graph.mobileApp')";
    assert_eq!(ids(&fixture.get(&format!("{APPS}?{filter}")).await), ["i"]);
}

#[graph_resource(path = "/deviceAppManagement/mobileApp/{id}", odata_type = "#microsoft.graph.iosLobApp")]
struct WrongPath {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.iosApp")]
struct WrongType {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/users/{userId}",
    paths(all = "/deviceAppManagement/mobileApps"),
    odata_type = "#microsoft.graph.iosLobApp"
)]
struct WrongProperties {
    #[graph(key)]
    bundle_id: String,
    displayname: Option<String>,
    package_id: Option<String>,
    #[graph(name = "createdDateTime")]
    created: Option<String>,
    publishing_state: WrongState,
    platforms: PublishingState,
    size: Vec<i64>,
    large_icon: Option<WrongContent>,
    assignments: Vec<Assignment>,
    #[graph(name = "manager@odata.bind", optional)]
    manager: Option<String>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
struct WrongExpansion {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    manager: Option<Box<OtherUser>>,
}

#[graph_complex(odata_type = "#microsoft.graph.mimeContent", undeclared = drop)]
struct OtherUser {
    value: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.mimeContent", undeclared = drop)]
struct WrongContent {
    encoding: Option<String>,
}

#[graph_enum]
enum WrongState {
    Processing,
    Uploading,
    #[graph(other)]
    Other(String),
}

#[tokio::test]
async fn everything_that_was_invented_is_listed() {
    let builder = Sandbox::builder()
        .resource::<WrongPath>()
        .resource::<WrongType>()
        .resource::<WrongProperties>()
        .resource::<WrongExpansion>()
        .metadata(file());
    let error = builder.start().await.expect_err("the declarations are wrong").to_string();
    let (start, problems) = error.split_once("v1.0.xml` does not have: ").expect("the file");
    assert!(start.starts_with("the declarations have what the metadata file `"), "{error}");
    let problems: Vec<_> = problems.split("; `#").flat_map(|problem| problem.split("; the type")).collect();
    for expected in [
        "the path `/deviceAppManagement/mobileApp/{id}` does not exist",
        "`microsoft.graph.iosApp` does not exist",
        "the path `/users/{userId}` leads to `#microsoft.graph.user`, which is another type",
        "the path `/deviceAppManagement/mobileApps` leads to a collection, but an entity was expected",
        "the property `bundleId` is not a key; the key is `id`",
        "the property `displayname` does not exist; its name is `displayName`",
        "the property `packageId` does not exist",
        "the property `createdDateTime` has the type `Edm.DateTimeOffset`, but is declared as `Edm.String`",
        "the enumeration `microsoft.graph.publishingState` of `publishingState` does not have `uploading`",
        "the property `platforms` has the type `microsoft.graph.platforms`, but is declared as `PublishingState`",
        "the property `size` has the type `Edm.Int64`, but is declared as `Collection(Edm.Int64)`",
        "microsoft.graph.mimeContent`: the property `encoding` does not exist",
        "the property `assignments` is a navigation property; declare it with `#[graph(expand)]`",
        "the navigation property `manager` does not exist",
        "the property `manager` has the type `microsoft.graph.user`, but is declared as `microsoft.graph.mimeContent`",
    ] {
        let matching = problems.iter().filter(|problem| problem.contains(expected));
        assert_eq!(matching.count(), 1, "{expected}\n{problems:#?}");
    }
    assert_eq!(problems.len(), 15, "{problems:#?}");
}

#[graph_resource(
    path = "/deviceAppManagement/mobileApps/{mobileAppId}/assignments/{assignmentId}",
    odata_type = "#microsoft.graph.mobileAppAssignment"
)]
struct AppAssignment {
    #[graph(key)]
    id: String,
    intent: Option<String>,
}

#[tokio::test]
async fn writes_that_the_metadata_does_not_support_are_refused() {
    let assignment = json!({ "id": "a", "intent": "required" });
    let fixture = Fixture::only(builder().seed(AppAssignment::at("i", "a"), assignment)).await;
    let assignments = format!("{APPS}/i/assignments");
    let one = format!("{assignments}/a");
    for (method, path, allowed) in
        [(Method::POST, &assignments, "GET"), (Method::PATCH, &one, "GET, DELETE"), (Method::PUT, &one, "GET, DELETE")]
    {
        let response = send(fixture.json(method, path, "{}")).await;
        assert_eq!((response.status.as_u16(), response.header("allow")), (405, allowed), "{path}");
    }
    // the annotation of the navigation property comes before the one of the type
    assert_eq!(send(fixture.request(Method::DELETE, &one)).await.status, 204);
    let app = send(fixture.json(Method::PATCH, &format!("{APPS}/i"), r#"{"displayName":"x"}"#)).await;
    assert!(app.status.is_success(), "{app:?}");
}

#[tokio::test]
async fn a_file_that_is_not_metadata_is_an_error() {
    let error = builder().metadata("missing.xml").start().await.expect_err("there is no file");
    assert_eq!(error.to_string(), "failed to read the metadata file `missing.xml`");
    assert!(error.source().is_some());
    let manifest: PathBuf = [env!("CARGO_MANIFEST_DIR"), "Cargo.toml"].iter().collect();
    let error = builder().metadata(manifest).start().await.expect_err("it is not CSDL");
    assert!(error.to_string().ends_with("is not valid CSDL") && error.source().is_some(), "{error}");
}

#[tokio::test]
async fn a_version_without_metadata_is_not_checked() {
    let sandbox = builder().resource::<BetaSample>().start().await.expect("the sandbox starts");
    assert!(sandbox.templates().any(|(version, _)| version == Version::Beta));
    let error = builder().resource::<BetaSample>().metadata_of(Version::Beta, file()).start().await;
    assert!(
        error.expect_err("a type that does not exist").to_string().contains("`sandbox.test.sample` does not exist")
    );
}
