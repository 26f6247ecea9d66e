//! Changes of links never delete what is linked.
//!
//! `DELETE /groups/{id}/members/{id}` without `/$ref` deletes the user. Source:
//! [remove a member](https://learn.microsoft.com/graph/api/group-delete-members).

use std::sync::LazyLock;

use graph_core::request::DryRun;
use graph_core::schema::Version;
use graph_core::{Cloud, Error, GraphClient, graph_resource};
use graph_sandbox::Sandbox;
use proptest::prelude::*;
use serde_json::json;

#[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject", tag = never)]
struct DirectoryObject {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/users/{userId}",
    paths(in_group = "/groups/{groupId}/members/{userId}"),
    odata_type = "#microsoft.graph.user",
    tag = never,
    base = DirectoryObject,
    links(manager = DirectoryObject, sponsors = [DirectoryObject])
)]
struct User {
    #[graph(key)]
    id: String,
    name: Option<String>,
}

#[graph_resource(
    path = "/groups/{groupId}",
    odata_type = "#microsoft.graph.group",
    tag = never,
    base = DirectoryObject,
    links(members = [DirectoryObject], owners = [User])
)]
struct Group {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/directory/units/{unitId}/sections/{sectionId}",
    odata_type = "#microsoft.graph.section",
    tag = never,
    links(members = [DirectoryObject])
)]
struct Section {
    #[graph(key)]
    id: String,
}

/// Ids that could end a segment, add one, or have a meaning of their own in a path.
fn ids() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            ".",
            "..",
            "$ref",
            "x/$ref",
            "../$ref",
            "x/../y",
            "%2F",
            "%2e%2e",
            "x%2F$ref",
            "x?a=b",
            "x#a",
            "x')",
            "('x')",
            "me",
            "members",
            "\\",
            "x\r\nx",
            "a b",
            "ü",
            "\u{202e}x",
            "\0",
            "$value",
            "$count",
            ":",
            "x:",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,20}",
        "[/.%$?#]{1,6}",
        Just("x".repeat(4_000)),
    ]
}

static GRAPH: LazyLock<GraphClient> =
    LazyLock::new(|| GraphClient::builder(Cloud::Global).token("any").build().expect("a client"));

/// The dry runs of all changes of links between these entities.
fn dry_runs(graph: &GraphClient, [a, b, c]: [&str; 3]) -> Vec<(&'static str, usize, Result<DryRun, Error>)> {
    vec![
        ("members", 1, graph.link(Group::at(a), Group::members(), User::at(b)).dry_run()),
        ("members", 2, graph.unlink(Group::at(a), Group::members(), User::at(b)).dry_run()),
        ("owners", 2, graph.unlink(Group::at(a), Group::owners(), User::at(b)).dry_run()),
        ("members", 2, graph.unlink(Group::at(a), Group::members(), Group::at(b)).dry_run()),
        ("members", 2, graph.unlink(Group::at(a), Group::members(), DirectoryObject::at(b)).dry_run()),
        ("sponsors", 2, graph.unlink(User::at(a), User::sponsors(), User::at(b)).dry_run()),
        ("manager", 1, graph.link(User::at(a), User::manager(), User::at(b)).dry_run()),
        ("manager", 1, graph.clear_link(User::at(a), User::manager()).dry_run()),
        ("members", 2, graph.unlink(Section::at(a, c), Section::members(), User::at(b)).dry_run()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_request_ends_with_ref(a in ids(), b in ids(), c in ids()) {
        for (navigation, after, dry_run) in dry_runs(&GRAPH, [&a, &b, &c]) {
            // an id that cannot be a segment is an error, and nothing is sent
            let Ok(dry_run) = dry_run else { continue };
            let url = dry_run.url();
            let path = url.strip_prefix("https://graph.microsoft.com/v1.0/").expect("the endpoint");
            prop_assert!(!path.contains(['?', '#', '\\']), "{path}");
            let segments: Vec<_> = path.split('/').collect();
            prop_assert_eq!(segments.last(), Some(&"$ref"), "{}", path);
            // the navigation property is where the declaration has it, whatever the ids are
            let from_end = segments.len().checked_sub(after + 1).and_then(|at| segments.get(at));
            prop_assert_eq!(from_end, Some(&navigation), "{}", path);
            prop_assert!(segments.iter().all(|segment| !matches!(*segment, "" | "." | "..")), "{path}");
            let is_section = path.starts_with("directory/units/");
            prop_assert_eq!(segments.len(), if is_section { 5 } else { 2 } + after + 1, "{}", path);
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Link(usize, String),
    Unlink(usize, String),
    UnlinkOwner(usize, String),
    SetManager(String, String),
    ClearManager(String),
    BindMembers(usize, String),
    /// A deletion at the path of a member, which is refused.
    Delete(usize, String),
}

const USERS: [&str; 4] = ["u0", "u1", "u2", "u3"];
const GROUPS: [&str; 2] = ["g0", "g1"];

fn changes() -> impl Strategy<Value = Change> {
    let user = || prop_oneof![4 => prop::sample::select(&USERS[..]).prop_map(str::to_owned), 1 => ids()];
    let group = || 0..GROUPS.len();
    prop_oneof![
        (group(), user()).prop_map(|(group, user)| Change::Link(group, user)),
        (group(), user()).prop_map(|(group, user)| Change::Unlink(group, user)),
        (group(), user()).prop_map(|(group, user)| Change::UnlinkOwner(group, user)),
        (user(), user()).prop_map(|(user, manager)| Change::SetManager(user, manager)),
        user().prop_map(Change::ClearManager),
        (group(), user()).prop_map(|(group, user)| Change::BindMembers(group, user)),
        (group(), user()).prop_map(|(group, user)| Change::Delete(group, user)),
    ]
}

async fn change(graph: &GraphClient, change: Change) -> Result<(), Error> {
    let group = |nth: usize| Group::at(GROUPS[nth]);
    match change {
        Change::Link(nth, user) => graph.link(group(nth), Group::members(), User::at(user)).await.map(drop),
        Change::Unlink(nth, user) => graph.unlink(group(nth), Group::members(), User::at(user)).await.map(drop),
        Change::UnlinkOwner(nth, user) => graph.unlink(group(nth), Group::owners(), User::at(user)).await.map(drop),
        Change::SetManager(user, manager) => {
            graph.link(User::at(user), User::manager(), User::at(manager)).await.map(drop)
        }
        Change::ClearManager(user) => graph.clear_link(User::at(user), User::manager()).await.map(drop),
        Change::Delete(nth, user) => graph.delete(User::at_in_group(GROUPS[nth], user)).await.map(drop),
        Change::BindMembers(nth, user) => {
            graph.update(group(nth), Group::update().bind_members([User::at(user)])).await.map(drop)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The sandbox deletes the user at a path through a link, as the service does.
    #[test]
    fn no_sequence_of_changes_deletes_an_entity(changes in prop::collection::vec(changes(), 1..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let mut builder = Sandbox::builder();
            for id in USERS {
                builder = builder.seed(User::at(id), json!({ "id": id, "name": id }));
            }
            for id in GROUPS {
                builder = builder.seed(Group::at(id), json!({ "id": id }));
            }
            let sandbox = builder.start().await.expect("a sandbox");
            let graph = GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client");
            let mut done = 0;
            for next in changes {
                done += usize::from(change(&graph, next).await.is_ok());
            }
            let count = |path| sandbox.entities(Version::V1, path).len();
            prop_assert_eq!((count("/users"), count("/groups")), (USERS.len(), GROUPS.len()), "after {} changes", done);
            for request in sandbox.requests() {
                prop_assert!(request.method() != "DELETE" || request.path().ends_with("/$ref"), "{}", request.path());
            }
            Ok(())
        })?;
    }
}

/// The check above can fail: the request that the client never sends deletes the user.
#[tokio::test]
async fn a_request_without_ref_deletes_the_user() {
    let builder = Sandbox::builder().seed(User::at("u0"), json!({ "id": "u0", "name": "u0" }));
    let sandbox = builder.seed(Group::at("g0"), json!({ "id": "g0" })).start().await.expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client");
    graph.link(Group::at("g0"), Group::members(), User::at("u0")).await.expect("a member");
    let address = sandbox.cloud().endpoint().strip_prefix("http://").expect("loopback").to_owned();
    let mut connection = tokio::net::TcpStream::connect(&address).await.expect("a connection");
    let request = format!(
        "DELETE /v1.0/groups/g0/members/u0 HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer any\r\nconnection: close\r\n\r\n"
    );
    tokio::io::AsyncWriteExt::write_all(&mut connection, request.as_bytes()).await.expect("the request is sent");
    let mut response = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut connection, &mut response).await.expect("a response");
    assert!(response.starts_with("HTTP/1.1 204"), "{response}");
    assert_eq!(sandbox.entities(Version::V1, "/users").len(), 0);
}
