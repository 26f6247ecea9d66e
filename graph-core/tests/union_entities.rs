//! An enum under `#[graph_union]` with a path is an entity, which is read as the type that the response names.

use graph_core::schema::{Readable as _, Version};
use graph_core::{Cloud, GraphClient, UntypedObject, graph_resource, graph_union, json};

#[graph_resource(path = "/configurations/{configurationId}", odata_type = "#test.iosConfiguration")]
#[derive(Debug, Clone, PartialEq)]
struct IosConfiguration {
    #[graph(key)]
    id: String,
    supervised: Option<bool>,
}

#[graph_resource(path = "/configurations/{configurationId}", odata_type = "#test.windowsConfiguration")]
#[derive(Debug, Clone, PartialEq)]
struct WindowsConfiguration {
    #[graph(key)]
    id: String,
    edition: Option<String>,
}

#[graph_union(
    path = "/configurations/{configurationId}",
    odata_type = "#test.configuration",
    version = "beta",
    paths(of_group = "/groups/{groupId}/configuration"),
    permissions = ["Configuration.Read.All"]
)]
#[derive(Debug, Clone, PartialEq)]
enum AnyConfiguration {
    Ios(IosConfiguration),
    Windows(Box<WindowsConfiguration>),
    #[graph(other)]
    Other(UntypedObject),
}

#[test]
fn the_type_in_the_response_selects_the_alternative() {
    let ios = r##"{"id":"1","supervised":true,"@odata.type":"#test.iosConfiguration"}"##;
    let read: AnyConfiguration = json::from_str(ios).expect(ios);
    assert_eq!(read, AnyConfiguration::Ios(IosConfiguration { id: "1".into(), supervised: Some(true) }));
    // the same entity cannot be read as another type
    let error = json::from_str::<WindowsConfiguration>(ios).expect_err(ios);
    assert!(error.is_other_type(), "{error}");
    let unknown = r##"{"@odata.type":"#test.macOSConfiguration","id":"3","n":1.50}"##;
    let AnyConfiguration::Other(object) = json::from_str(unknown).expect(unknown) else { panic!("{unknown}") };
    assert_eq!(object.as_str(), unknown);
}

#[test]
fn a_union_has_addresses_and_a_descriptor() {
    assert_eq!(AnyConfiguration::at("a/b").path().expect("a path"), "/configurations/a%2Fb");
    assert_eq!(AnyConfiguration::at_of_group("1").path().expect("a path"), "/groups/1/configuration");
    assert!(
        AnyConfiguration::at("..").path().expect_err("another resource").to_string().contains("#test.configuration")
    );
    let descriptor = AnyConfiguration::ENTITY;
    assert_eq!((descriptor.odata_type(), descriptor.version()), ("#test.configuration", Version::Beta));
    assert_eq!(descriptor.permissions(), ["Configuration.Read.All"]);
    assert_eq!(descriptor.properties().len(), 0);
    let error = json::from_str::<AnyConfiguration>("[]").expect_err("no object").to_string();
    assert!(error.starts_with("`#test.configuration`"), "{error}");
}

#[tokio::test]
async fn it_is_read_by_a_client() {
    let graph = GraphClient::builder(Cloud::Global).token("token").build().expect("a client");
    let shown = graph.get(AnyConfiguration::at("1")).dry_run().expect("a request").to_string();
    assert!(shown.contains("/beta/configurations/1"), "{shown}");
}
