//! Lists: pages, links, headers, and rows that do not match the filter.

use super::scripted::{Step, scripted};
use super::{Printer, TOKEN, response};
use crate::client::{EntityStream, InvalidItems, ListOperation, ResumeToken};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::{QueryExt as _, graph_enum, graph_resource, graph_union};

#[graph_resource(crate = crate, path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug, Clone, PartialEq)]
struct User {
    #[graph(key)]
    id: String,
    department: Option<String>,
    #[graph(on_request)]
    notes: crate::OnRequest<Option<String>>,
}

fn page(body: &'static str) -> Step {
    Step::Respond(response(200), body)
}

async fn ids(mut stream: EntityStream<Printer>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(printer)) => ids.push(printer.id.clone()),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

const FIRST: &str = r#"{"@odata.count":3,"value":[{"id":"a","jobCount":1,"@odata.etag":"W/\"1\""},{"id":"b","jobCount":2}],
    "@odata.nextLink":"https://graph.microsoft.com/v1.0/printers?$skiptoken=a'b%2fc"}"#;
const EMPTY: &str = r#"{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/printers?$skiptoken=3"}"#;
const LAST: &str = r#"{"value":[{"id":"c","jobCount":3}]}"#;

#[tokio::test]
async fn pages_follow_their_links_with_the_same_headers() {
    let (builder, received) = scripted([page(FIRST), page(EMPTY), page(LAST)]);
    let graph = builder.build().unwrap();
    let list = graph.list(Printer::collection()).max_page_size(2).eventual().with_count();
    let (found, error) = ids(list.stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, ["a", "b", "c"]);
    let urls: Vec<_> = received.requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(
        urls,
        [
            "https://graph.microsoft.com/v1.0/printers?$select=id,jobCount&$count=true",
            "https://graph.microsoft.com/v1.0/printers?$skiptoken=a'b%2fc",
            "https://graph.microsoft.com/v1.0/printers?$skiptoken=3",
        ]
    );
    assert_eq!(received.headers("prefer"), vec![Some("odata.maxpagesize=2".to_owned()); 3]);
    assert_eq!(received.headers("consistencylevel"), vec![Some("eventual".to_owned()); 3]);
}

#[tokio::test]
async fn a_page_has_its_count_and_the_etags_of_its_entities() {
    let (builder, _) = scripted([page(FIRST)]);
    let graph = builder.build().unwrap();
    let first = graph.list(Printer::collection()).pages().try_next().await.unwrap().unwrap();
    assert_eq!((first.count(), first.items().len()), (Some(3), 2));
    assert_eq!(first.items()[0].etag().unwrap().as_str(), "W/\"1\"");
    assert!(first.items()[1].etag().is_none());
    assert!(!format!("{first:?}").contains("skiptoken"));
}

#[tokio::test]
async fn a_filter_that_was_ignored_is_an_error_before_the_first_wrong_entity() {
    let (builder, _) = scripted([page(FIRST)]);
    let graph = builder.build().unwrap();
    let (found, error) =
        ids(graph.list(Printer::collection()).filter(|printer| printer.job_count.is(1)).stream()).await;
    let error = error.unwrap();
    assert_eq!((found.len(), error.kind()), (0, ErrorKind::FilterIgnored));
    assert!(error.to_string().contains("`jobCount`") && error.to_string().contains("1 of 2 entities"), "{error}");
}

#[tokio::test]
async fn single_stale_rows_are_dropped_with_eventual_consistency() {
    let (builder, _) = scripted([page(
        r#"{"value":[{"id":"a","department":"Sales"},{"id":"b","department":"IT"},{"id":"c","department":"SALES"}]}"#,
    )]);
    let graph = builder.build().unwrap();
    let mut pages = graph.list(User::collection()).filter(|user| user.department.is("Sales")).eventual().pages();
    let only = pages.try_next().await.unwrap().unwrap();
    assert_eq!((only.items().len(), only.dropped()), (2, 1));
    let (builder, _) = scripted([page(r#"{"value":[{"id":"a","department":"IT"},{"id":"b","department":"IT"}]}"#)]);
    let graph = builder.build().unwrap();
    let mut pages = graph.list(User::collection()).filter(|user| user.department.is("Sales")).eventual().pages();
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::FilterIgnored);
}

#[tokio::test]
async fn a_link_that_repeats_is_an_error() {
    const SAME: &str =
        r#"{"value":[{"id":"a","jobCount":1}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/printers?x"}"#;
    let (builder, received) = scripted([page(SAME), page(SAME), page(SAME)]);
    let graph = builder.build().unwrap();
    let (found, error) = ids(graph.list(Printer::collection()).stream()).await;
    assert_eq!((found.len(), error.unwrap().kind(), received.count()), (2, ErrorKind::EndlessPages, 2));
}

#[tokio::test]
async fn links_to_other_origins_are_not_followed() {
    for link in ["https://evil.example/v1.0/printers", "http://graph.microsoft.com/v1.0/printers", "/v1.0/printers?x"] {
        let body: &'static str =
            format!(r#"{{"value":[{{"id":"a","jobCount":1}}],"@odata.nextLink":"{link}"}}"#).leak();
        let (builder, received) = scripted([page(body)]);
        let graph = builder.build().unwrap();
        let (found, error) = ids(graph.list(Printer::collection()).stream()).await;
        let error = error.unwrap();
        assert_eq!((found.len(), received.count()), (1, 1), "{link}");
        assert!(matches!(error.kind(), ErrorKind::Origin | ErrorKind::Request), "{error}");
        assert!(!format!("{error:?}").contains(TOKEN));
    }
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_is_named_or_skipped() {
    const BROKEN: &str = r#"{"value":[{"id":"a","jobCount":1},{"id":"b","jobCount":"2"},{"id":"c","jobCount":3}]}"#;
    let list = |graph: &crate::GraphClient| -> ListOperation<Printer> { graph.list(Printer::collection()) };
    let (builder, _) = scripted([page(BROKEN), page(BROKEN)]);
    let graph = builder.build().unwrap();
    let error = list(&graph).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.decode_error().unwrap().pointer(), "/value/1/jobCount");
    assert!(error.to_string().contains("index 1 with the id `b`"), "{error}");
    let mut stream = list(&graph).on_invalid_items(InvalidItems::Skip).stream();
    let mut found = Vec::new();
    while let Some(printer) = stream.try_next().await.unwrap() {
        found.push(printer.id.clone());
    }
    assert_eq!((found, stream.skipped()), (vec!["a".to_owned(), "c".to_owned()], 1));
}

#[tokio::test]
async fn a_list_continues_at_its_token() {
    let (builder, received) = scripted([page(FIRST), page(LAST), page(FIRST), page(LAST)]);
    let graph = builder.build().unwrap();
    let mut stream = graph.list(Printer::collection()).stream();
    stream.try_next().await.unwrap().unwrap();
    let token: ResumeToken = stream.resume_token().to_string().parse().unwrap();
    stream.try_next().await.unwrap().unwrap();
    stream.try_next().await.unwrap().unwrap();
    let later = stream.resume_token();
    let (found, error) = ids(graph.list(Printer::collection()).resume(token.clone()).stream()).await;
    assert!(error.is_none());
    assert_eq!(found, ["b", "c"]);
    let (found, _) = ids(graph.list(Printer::collection()).resume(later).stream()).await;
    assert!(found.is_empty());
    assert!(received.requests().last().unwrap().uri().query().unwrap().contains("skiptoken=a'b"));
    let (_, error) = ids(graph.list(Printer::collection()).page_size(7).resume(token).stream()).await;
    let error = error.unwrap();
    assert!(error.kind() == ErrorKind::Request && error.query_error().is_some(), "{error}");
}

#[tokio::test]
async fn a_list_can_be_completed() {
    let (builder, received) = scripted([
        page(r#"{"value":[{"id":"a b","department":null,"notes":null}]}"#),
        page(r#"{"id":"a b","notes":"seen"}"#),
    ]);
    let graph = builder.build().unwrap();
    let users = graph.list(User::collection()).complete().try_collect().await.unwrap();
    assert_eq!(users[0].notes.loaded(), Some(&Some("seen".to_owned())));
    let urls: Vec<_> = received.requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(
        urls,
        [
            "https://graph.microsoft.com/v1.0/users?$select=id,department",
            "https://graph.microsoft.com/v1.0/users/a%20b?$select=notes"
        ]
    );
}

#[tokio::test]
async fn null_in_a_list_is_not_the_value_of_a_property_on_request() {
    let (builder, _) = scripted([page(r#"{"value":[{"id":"a","department":null,"notes":null}]}"#)]);
    let users = builder.build().unwrap().list(User::collection()).select_all().try_collect().await.unwrap();
    assert!(!users[0].notes.is_loaded());
}

#[tokio::test]
async fn one_entity_and_the_number_of_entities() {
    let (builder, received) =
        scripted([page(FIRST), page(FIRST), page(r#"{"value":[]}"#), page("\u{feff}42"), page(r#"{"value":1}"#)]);
    let graph = builder.build().unwrap();
    let list = || graph.list(Printer::collection());
    assert_eq!(list().first().await.unwrap().unwrap().id, "a");
    assert_eq!(list().only().await.unwrap_err().kind(), ErrorKind::NotUnique);
    assert!(list().only().await.unwrap().is_none());
    assert_eq!(list().filter(|printer| printer.job_count.is(1)).count().await.unwrap(), 42);
    assert_eq!(list().count().await.unwrap_err().kind(), ErrorKind::Decode);
    let requests = received.requests();
    assert_eq!(requests[0].uri().query(), Some("$select=id,jobCount&$top=1"));
    assert_eq!(
        requests[3].uri().to_string(),
        "https://graph.microsoft.com/v1.0/printers/$count?$filter=jobCount%20eq%201"
    );
    assert_eq!(requests[3].headers()["accept"], "text/plain");
}

#[tokio::test]
async fn selected_properties_are_partial_entities() {
    let (builder, received) = scripted([page(r#"{"value":[{"id":"a","department":"Sales"}]}"#)]);
    let graph = builder.build().unwrap();
    let list = graph.list(User::collection()).select(|user| [user.id.property()]);
    let users = list.filter(|user| user.department.is("sales")).try_collect().await.unwrap();
    assert_eq!(users[0].get(|user| &user.id).map(String::as_str), Some("a"));
    assert_eq!(users[0].get(|user| &user.notes), None);
    assert!(received.requests()[0].uri().query().unwrap().starts_with("$select=id,department&$filter="));
}

#[tokio::test]
async fn the_next_page_is_requested_ahead_only_on_request() {
    for is_prefetched in [false, true] {
        let (builder, received) = scripted([page(FIRST), page(EMPTY), page(LAST)]);
        let list = builder.build().unwrap().list(Printer::collection());
        let mut stream = if is_prefetched { list.prefetch() } else { list }.stream();
        stream.try_next().await.unwrap().unwrap();
        assert_eq!(received.count(), if is_prefetched { 2 } else { 1 });
        stream.try_next().await.unwrap().unwrap();
        assert_eq!(received.count(), if is_prefetched { 2 } else { 1 }, "at most one page ahead");
        assert!(stream.try_next().await.unwrap().is_some() && stream.try_next().await.unwrap().is_none());
        assert_eq!(received.count(), 3);
    }
}

#[graph_resource(crate = crate, path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
#[derive(Debug)]
struct Group {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    members: Vec<User>,
}

#[tokio::test]
async fn collections_that_were_not_expanded_to_their_end_are_visible() {
    let members = |count: usize| vec![r#"{"id":"u","department":null}"#; count].join(",");
    let group = |members: &str, link: &str| format!(r#"{{"id":"g","members":[{members}]{link}}}"#);
    let link = r#","members@odata.nextLink":"https://graph.microsoft.com/v1.0/groups/g/members?x""#;
    for (body, expected) in [
        (group(&members(19), ""), &[][..]),
        (group(&members(20), ""), &["members"][..]),
        (group(&members(1), link), &["members"][..]),
    ] {
        let list: &'static str = format!(r#"{{"value":[{body}]}}"#).leak();
        let (builder, _) = scripted([page(list), page(body.leak())]);
        let graph = builder.build().unwrap();
        let groups = graph.list(Group::collection()).try_collect().await.unwrap();
        assert_eq!(groups[0].truncated_collections().collect::<Vec<_>>(), expected);
        let group = graph.get(Group::at("g")).await.unwrap();
        assert_eq!(group.truncated_collections().collect::<Vec<_>>(), expected);
    }
}

#[graph_resource(crate = crate, path = "/employees/{employeeId}", odata_type = "#microsoft.graph.employee")]
#[derive(Debug)]
struct Employee {
    #[graph(key)]
    id: String,
    department: Option<String>,
    #[graph(expand)]
    reports: Vec<User>,
}

#[tokio::test]
async fn what_a_response_need_not_contain_is_not_checked() {
    // without `$select`, the service may omit the property
    const WITHOUT: &str = r#"{"value":[{"id":"a","reports":[]}]}"#;
    const NULL: &str = r#"{"value":[{"id":"a","department":null,"reports":[]}]}"#;
    let (builder, _) = scripted([page(WITHOUT), page(NULL), page(NULL)]);
    let graph = builder.build().unwrap();
    let list = || graph.list(Employee::collection()).filter(|employee| employee.department.is("Sales"));
    assert_eq!(list().select_all().try_collect().await.unwrap().len(), 1);
    assert_eq!(list().select_all().try_collect().await.unwrap().len(), 1);
    assert_eq!(list().try_collect().await.unwrap_err().kind(), ErrorKind::FilterIgnored);
    // a navigation property may be expanded in part
    let (builder, _) = scripted([page(NULL)]);
    let list = builder.build().unwrap().list(Employee::collection());
    let list = list.filter(|employee| employee.reports.any(|report| report.id.is("1")));
    assert_eq!(list.try_collect().await.unwrap().len(), 1);
}

#[graph_enum(crate = crate)]
#[derive(Debug)]
enum Platform {
    MacOs,
    Windows10,
    #[graph(other)]
    Other(String),
}

#[graph_resource(crate = crate, path = "/apps/{appId}/microsoft.graph.managedApp", odata_type = "#microsoft.graph.managedApp")]
#[derive(Debug)]
struct ManagedApp {
    #[graph(key)]
    id: String,
    version: Option<String>,
    display_name: Option<String>,
    #[graph(on_request)]
    notes: crate::OnRequest<Option<String>>,
}

#[graph_resource(crate = crate, path = "/apps/{appId}", odata_type = "#microsoft.graph.mobileApp")]
#[derive(Debug)]
struct MobileApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    platforms: crate::Flags<Platform>,
}

#[graph_union(crate = crate, path = "/apps/{appId}", odata_type = "#microsoft.graph.mobileApp")]
#[derive(Debug)]
enum App {
    Managed(ManagedApp),
    #[graph(base)]
    Base(MobileApp),
    #[graph(other)]
    Other(crate::UntypedObject),
}

#[tokio::test]
async fn rows_of_derived_types_are_checked_by_the_properties_of_their_base() {
    let row = |name: &str| {
        format!(
            r##"{{"value":[{{"@odata.type":"#microsoft.graph.managedApp","id":"1","version":null,"displayName":"{name}"}}]}}"##
        )
    };
    for (name, is_match) in [("Word", true), ("Excel", false)] {
        let (builder, _) = scripted([page(row(name).leak())]);
        let list = builder.build().unwrap().list(App::collection());
        let found = list.filter(|app| app.cast::<MobileApp>(|app| app.display_name.is("Word"))).try_collect().await;
        assert_eq!(found.is_ok(), is_match, "{name}: {found:?}");
    }
}

#[tokio::test]
async fn flags_are_compared_as_sets() {
    let wanted = || crate::Flags::from_iter([Platform::Windows10, Platform::MacOs]);
    for (flags, is_match) in
        [("macOS,windows10", true), ("windows10,macOS", true), ("macOS", false), ("unknownFutureValue", true)]
    {
        let body = format!(r#"{{"value":[{{"id":"1","displayName":null,"platforms":"{flags}"}}]}}"#);
        let (builder, _) = scripted([page(body.leak())]);
        let list = builder.build().unwrap().list(MobileApp::collection());
        let found = list.filter(|app| app.platforms.is(wanted())).try_collect().await;
        assert_eq!(found.is_ok(), is_match, "{flags}: {found:?}");
    }
}

#[tokio::test]
async fn an_entity_is_completed_at_its_own_address() {
    let (builder, received) = scripted([
        page(r#"{"value":[{"id":"a","version":null,"displayName":null}]}"#),
        page(r#"{"id":"a","notes":null}"#),
    ]);
    let apps = builder.build().unwrap().list(ManagedApp::collection()).complete().try_collect().await.unwrap();
    assert_eq!(apps[0].notes.loaded(), Some(&None));
    let url = received.requests()[1].uri().to_string();
    assert_eq!(url, "https://graph.microsoft.com/v1.0/apps/a/microsoft.graph.managedApp?$select=notes");
    // a property that does not come is an error, not a property that was not loaded
    let (builder, _) = scripted([page(r#"{"value":[{"id":"a","department":null}]}"#), page(r#"{"id":"a"}"#)]);
    let error = builder.build().unwrap().list(User::collection()).complete().try_collect().await.unwrap_err();
    assert_eq!(error.decode_error().unwrap().missing_properties(), ["notes"]);
}

#[tokio::test]
async fn pages_continue_after_the_entities_of_their_token() {
    let (builder, _) = scripted([page(FIRST), page(FIRST)]);
    let graph = builder.build().unwrap();
    let mut stream = graph.list(Printer::collection()).stream();
    stream.try_next().await.unwrap().unwrap();
    let mut pages = graph.list(Printer::collection()).resume(stream.resume_token()).pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(first.items().iter().map(|printer| &*printer.id).collect::<Vec<_>>(), ["b"]);
}

#[tokio::test]
async fn entities_inside_others_need_not_be_expanded() {
    let body = r#"{"value":[{"id":"g","members":[],"parent":{"id":"p"}}]}"#;
    let (builder, _) = scripted([page(body), page(r#"{"value":[{"id":"g","parent":null}]}"#)]);
    let graph = builder.build().unwrap();
    let groups = graph.list(NestedGroup::collection()).try_collect().await.unwrap();
    assert!(groups[0].parent.as_ref().is_some_and(|parent| parent.members.is_empty()));
    // an expansion that was ignored is an error
    assert_eq!(graph.list(NestedGroup::collection()).try_collect().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[graph_resource(crate = crate, path = "/nested/{groupId}", odata_type = "#microsoft.graph.group")]
#[derive(Debug)]
struct NestedGroup {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    members: Vec<User>,
    #[graph(expand)]
    parent: Option<Box<NestedGroup>>,
}
