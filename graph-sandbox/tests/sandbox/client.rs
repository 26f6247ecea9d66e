//! The client of `graph-core` and the sandbox agree on queries.

use graph_core::{
    DateTimeOffset, ErrorKind, GraphClient, OnRequest, QueryExt as _, UntypedObject, graph_complex, graph_enum,
    graph_resource, graph_union,
};
use graph_sandbox::{Hazard, Sandbox, SandboxBuilder};
use serde_json::json;

/// An app with everything that reads of it can send.
#[graph_resource(
    path = "/deviceAppManagement/mobileApps/{mobileAppId}",
    paths(ios = "/deviceAppManagement/mobileApps/{mobileAppId}/microsoft.graph.iosLobApp"),
    odata_type = "#microsoft.graph.iosLobApp"
)]
#[derive(Debug, Clone)]
struct App {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    created_date_time: DateTimeOffset,
    publishing_state: PublishingState,
    size: i64,
    tags: Vec<String>,
    owner: Option<Owner>,
    #[graph(on_request)]
    notes: OnRequest<Option<String>>,
    #[graph(expand)]
    assignments: Vec<Assignment>,
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum PublishingState {
    Processing,
    Published,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#microsoft.graph.owner", undeclared = drop)]
#[derive(Debug, Clone)]
struct Owner {
    name: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.mobileAppAssignment", undeclared = drop)]
#[derive(Debug, Clone)]
struct Assignment {
    id: String,
    intent: Option<String>,
}

#[graph_resource(path = "/deviceAppManagement/mobileApps/{mobileAppId}", odata_type = "#microsoft.graph.androidLobApp")]
#[derive(Debug, Clone)]
struct AndroidApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

/// Another declaration of the type of [`App`].
#[graph_complex(odata_type = "#microsoft.graph.iosLobApp", undeclared = drop)]
#[derive(Debug, Clone)]
struct AppName {
    id: String,
    display_name: Option<String>,
}

#[graph_union(path = "/deviceAppManagement/mobileApps/{mobileAppId}", odata_type = "#microsoft.graph.mobileApp")]
#[derive(Debug, Clone)]
enum MobileApp {
    Ios(AppName),
    Android(AndroidApp),
    #[graph(other)]
    Other(UntypedObject),
}

fn apps(count: usize) -> SandboxBuilder {
    (1..=count).fold(Sandbox::builder(), |builder, id| {
        builder.seed(
            App::at(id.to_string()),
            json!({
                "id": id.to_string(),
                "displayName": format!("O'Neil & Söhne +{id}"),
                "createdDateTime": format!("2026-01-{id:02}T00:00:00+01:00"),
                "publishingState": if id == 1 { "processing" } else { "published" },
                "size": id,
                "tags": [format!("tag {id}")],
                "owner": { "name": "Ada" },
                "notes": "secret",
                "assignments": [{ "id": "1", "intent": "required" }, { "id": "2", "intent": "available" }],
            }),
        )
    })
}

fn client(sandbox: &Sandbox) -> GraphClient {
    GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client")
}

fn ids(apps: Vec<graph_core::response::Entity<App>>) -> Vec<String> {
    apps.into_iter().map(|app| app.id.clone()).collect()
}

#[tokio::test]
async fn every_operator_means_the_same() {
    let sandbox = apps(5).start().await.expect("a sandbox");
    let graph = client(&sandbox);
    let moment: DateTimeOffset = "2026-01-02T23:00:00Z".parse().expect("a moment");
    macro_rules! assert_found {
        ($condition:expr, $expected:expr) => {{
            let found = graph.list(App::collection()).filter($condition).try_collect().await.expect("apps");
            assert_eq!(ids(found), $expected, stringify!($condition));
        }};
    }
    assert_found!(|a| a.display_name.is("o'neil & SÖHNE +3"), ["3"]);
    assert_found!(|a| a.created_date_time.at_least(moment) & a.size.less_than(5), ["3", "4"]);
    assert_found!(
        |a| a.publishing_state.is_not(PublishingState::Published) | a.size.is_one_of([4, 5]),
        ["1", "4", "5"]
    );
    assert_found!(|a| !(a.tags.any(|t| t.is("tag 1")) | a.size.greater_than(2)), ["2"]);
    assert_found!(|a| a.owner.of(|o| o.name.is("ada")) & a.tags.count().greater_than(0) & a.size.is(1), ["1"]);
    assert_found!(|a| a.owner.is_null() | a.display_name.has_suffix("+2"), ["2"]);
    assert_found!(|a| a.assignments.any(|x| x.intent.is("required")) & a.id.is("5"), ["5"]);
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let sandbox = apps(5).hazard(Hazard::EmptyPages).start().await.expect("a sandbox");
    let graph = client(&sandbox);
    let list = graph.list(App::collection()).order_by(|a| a.size.descending()).page_size(2).skip(1);
    assert_eq!(ids(list.try_collect().await.expect("apps")), ["4", "3", "2", "1"]);
    assert_eq!(sandbox.requests().len(), 4);

    let preferred = graph.list(App::collection()).max_page_size(3).try_collect().await.expect("apps");
    assert_eq!(preferred.len(), 5);
    assert!(sandbox.requests().iter().rev().take(4).all(|page| page.header("prefer") == Some("odata.maxpagesize=3")));
    assert_eq!(graph.list(App::collection()).filter(|a| a.size.at_most(3)).count().await.expect("a number"), 3);
}

#[tokio::test]
async fn the_struct_is_the_projection() {
    let sandbox = apps(1).start().await.expect("a sandbox");
    let graph = client(&sandbox);
    let list = graph
        .list(App::collection())
        .expand(|a| a.assignments.expand().filter(|x| x.intent.is("available")).top(1))
        .try_collect()
        .await
        .expect("apps");
    assert_eq!(list[0].assignments.iter().map(|assignment| assignment.id.as_str()).collect::<Vec<_>>(), ["2"]);
    let entity = graph.get(App::at("1")).await.expect("an app");
    assert_eq!(entity.assignments.len(), 2);
    assert_eq!(entity.notes, OnRequest::Loaded(Some("secret".to_owned())));
    assert!(!matches!(list[0].notes, OnRequest::Loaded(Some(_))), "lists do not have it");
}

#[tokio::test]
async fn ignored_filters_are_noticed() {
    for hazard in [Hazard::IgnoredFilter, Hazard::NotEqualAsEqual] {
        let sandbox = apps(5).hazard(hazard.clone()).start().await.expect("a sandbox");
        let graph = client(&sandbox);
        let list = graph.list(App::collection()).filter(|a| a.display_name.is_not("O'Neil & Söhne +1"));
        let error = list.try_collect().await.expect_err("the filter was ignored");
        assert_eq!(error.kind(), ErrorKind::FilterIgnored, "{hazard:?}: {error}");
    }
}

#[tokio::test]
async fn loops_and_foreign_links_are_noticed() {
    for hazard in [Hazard::RepeatedLink, Hazard::ForeignLink("https://attacker.example/".to_owned())] {
        let sandbox = apps(5).hazard(hazard.clone()).start().await.expect("a sandbox");
        let list = client(&sandbox).list(App::collection()).page_size(2);
        assert!(list.try_collect().await.is_err(), "{hazard:?}");
    }
}

#[tokio::test]
async fn items_have_their_own_types() {
    let android = json!({ "id": "a", "displayName": "Android" });
    let builder = apps(1).seed(AndroidApp::at("a"), android).resource::<MobileApp>();
    let sandbox = builder.start().await.expect("a sandbox");
    let graph = client(&sandbox);
    let all = graph.list(MobileApp::collection()).try_collect().await.expect("apps");
    assert!(matches!((&*all[0], &*all[1]), (MobileApp::Ios(_), MobileApp::Android(_))), "{all:?}");
    assert_eq!(ids(graph.list(App::collection_ios()).try_collect().await.expect("apps")), ["1"]);
}
