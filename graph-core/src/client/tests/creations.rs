//! Creating, replacing and linking entities: what is sent, and what is retried.

use std::io::ErrorKind::{ConnectionRefused, ConnectionReset};

use super::scripted::{Step, retry_after, scripted, status};
use super::{PRINTER, Printer, response};
use crate::failure::ErrorKind;
use crate::response::Created;
use crate::retry::RetryPolicy;
use crate::{Create as _, graph_resource};

#[graph_resource(crate = crate, path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
#[derive(Debug)]
struct DirectoryObject {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    crate = crate,
    path = "/users/{userId}",
    odata_type = "#microsoft.graph.user",
    version = "beta",
    base = DirectoryObject,
    links(manager = DirectoryObject)
)]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    crate = crate,
    path = "/groups/{groupId}",
    odata_type = "#microsoft.graph.group",
    tag = never,
    links(members = [DirectoryObject], owners = [DirectoryObject])
)]
#[derive(Debug)]
struct Group {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

fn created() -> Step {
    Step::Respond(response(201).header("location", "https://graph.microsoft.com/v1.0/printers('p1')"), PRINTER)
}

#[tokio::test]
async fn the_response_is_the_new_entity_or_its_location() {
    let (builder, received) = scripted([created(), Step::Respond(response(204).header("location", "/x"), "")]);
    let graph = builder.build().unwrap();
    let entity = graph.create(Printer::collection(), Printer::create().job_count(4)).await.unwrap();
    assert_eq!(entity.location(), Some("https://graph.microsoft.com/v1.0/printers('p1')"));
    assert_eq!(entity.into_entity().map(|printer| printer.into_value().id).as_deref(), Some("p1"));
    let empty = graph.create(Printer::collection(), Printer::create().job_count(4)).await.unwrap();
    assert!(matches!(empty, Created::NoContent(_)), "{empty:?}");
    assert_eq!(empty.location(), Some("/x"));
    let requests = received.requests();
    assert_eq!((requests[0].method().as_str(), requests[0].uri().path()), ("POST", "/v1.0/printers"));
    assert_eq!(requests[0].body(), r##"{"@odata.type":"#microsoft.graph.printer","jobCount":4}"##);
}

#[tokio::test(start_paused = true)]
async fn a_creation_is_retried_only_if_the_service_did_not_process_it() {
    for (step, is_retried) in [
        (Step::Break(ConnectionReset), false),
        (Step::Break(ConnectionRefused), true),
        (retry_after(429, "1"), true),
        (retry_after(503, "1"), true),
        (status(408), false),
        (status(500), false),
        (status(502), false),
        (status(504), false),
        (status(507), false),
        (Step::Hang, false),
    ] {
        let (builder, received) = scripted([step, created()]);
        let graph = builder.build().unwrap();
        let result = graph.create(Printer::collection(), Printer::create().job_count(4)).await;
        if is_retried {
            result.unwrap();
            assert_eq!(received.count(), 2);
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Ambiguous, "{error}");
        assert_eq!(received.count(), 1, "{error}");
        let text = error.to_string();
        assert!(text.contains("may or may not have been created"), "{text}");
        assert!(text.contains("look the entity up before you create it again"), "{text}");
    }
}

#[tokio::test]
async fn an_error_of_the_service_about_the_request_is_not_ambiguous() {
    for code in [400, 401, 403, 404, 409, 412, 429, 503] {
        let (builder, _) = scripted([status(code), status(code)]);
        let graph = builder.retry(RetryPolicy::none()).build().unwrap();
        let error = graph.create(Printer::collection(), Printer::create()).await.unwrap_err();
        assert_ne!(error.kind(), ErrorKind::Ambiguous, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_replacement_is_retried() {
    let (builder, received) = scripted([Step::Break(ConnectionReset), status(502), created()]);
    let graph = builder.build().unwrap();
    graph.replace(Printer::at("p1"), Printer::create().job_count(4)).await.unwrap();
    assert_eq!(received.count(), 3);
    assert!(received.requests().iter().all(|request| request.method() == "PUT"));
}

#[tokio::test]
async fn a_replacement_needs_all_properties_that_are_not_nullable() {
    #[graph_resource(crate = crate, path = "/jobs/{jobId}", odata_type = "#microsoft.graph.job")]
    #[derive(Debug)]
    struct Job {
        #[graph(key)]
        id: String,
        name: String,
        #[graph(read_only)]
        state: String,
        #[graph(create_only)]
        kind: String,
        size: i64,
        note: Option<String>,
    }
    let (builder, received) = scripted([]);
    let graph = builder.build().unwrap();
    let error = graph.replace(Job::at("1"), Job::create().size(1).note("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("`name`, `kind` must be set"), "{error}");
    assert_eq!(received.count(), 0);
    assert!(graph.replace(Job::at("1"), Job::create().size(1).name("a").kind("b")).dry_run().is_ok());
}

#[tokio::test]
async fn links_have_the_url_of_the_target_in_its_version() {
    let (builder, received) = scripted([status(204), status(204), status(204), status(204)]);
    let graph = builder.build().unwrap();
    graph.link(Group::at("g"), Group::members(), User::at("a/b")).await.unwrap();
    graph.unlink(Group::at("g"), Group::members(), User::at("a/b")).await.unwrap();
    graph.link(User::at("u"), User::manager(), DirectoryObject::at("m")).await.unwrap();
    graph.clear_link(User::at("u"), User::manager()).await.unwrap();
    let sent: Vec<_> = received
        .requests()
        .iter()
        .map(|request| {
            let body = String::from_utf8(request.body().to_vec()).unwrap();
            (request.method().to_string(), request.uri().to_string(), body)
        })
        .collect();
    let expected = [
        (
            "POST",
            "https://graph.microsoft.com/v1.0/groups/g/members/$ref",
            r#"{"@odata.id":"https://graph.microsoft.com/beta/users/a%2Fb"}"#,
        ),
        ("DELETE", "https://graph.microsoft.com/v1.0/groups/g/members/a%2Fb/$ref", ""),
        (
            "PUT",
            "https://graph.microsoft.com/beta/users/u/manager/$ref",
            r#"{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/m"}"#,
        ),
        ("DELETE", "https://graph.microsoft.com/beta/users/u/manager/$ref", ""),
    ];
    assert_eq!(sent, expected.map(|(method, url, body)| (method.to_owned(), url.to_owned(), body.to_owned())));
}

#[tokio::test(start_paused = true)]
async fn a_link_that_may_have_been_added_is_ambiguous() {
    let (builder, received) = scripted([Step::Break(ConnectionReset)]);
    let graph = builder.build().unwrap();
    let error = graph.link(Group::at("g"), Group::members(), User::at("u")).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Ambiguous, 1), "{error}");
    assert!(error.to_string().contains("the link may or may not have been added"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_link_that_is_gone_was_removed_if_an_attempt_was_lost() {
    let gone = || Step::Respond(response(404), r#"{"error":{"code":"Request_ResourceNotFound","message":"No."}}"#);
    let (builder, received) = scripted([Step::Break(ConnectionReset), gone(), gone()]);
    let graph = builder.build().unwrap();
    graph.unlink(Group::at("g"), Group::members(), User::at("u")).await.unwrap();
    assert_eq!(received.count(), 2);
    let error = graph.clear_link(User::at("u"), User::manager()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn bound_links_have_the_endpoint_of_the_client() {
    let (builder, received) = scripted([status(204), status(204)]);
    let graph = builder.build().unwrap();
    let group = Group::create()
        .bind_owners([User::at("1")])
        .display_name("a")
        .bind_members([User::at("2").reference(), DirectoryObject::at("3").reference()]);
    graph.create(Group::collection(), group).await.unwrap();
    graph.update(User::at("1"), User::update().bind_manager(User::at("2"))).await.unwrap();
    let requests = received.requests();
    assert_eq!(
        requests[0].body(),
        r#"{"displayName":"a","owners@odata.bind":["https://graph.microsoft.com/beta/users/1"],"members@odata.bind":["https://graph.microsoft.com/beta/users/2","https://graph.microsoft.com/v1.0/directoryObjects/3"]}"#
    );
    assert_eq!(
        requests[1].body(),
        r##"{"@odata.type":"#microsoft.graph.user","manager@odata.bind":"https://graph.microsoft.com/beta/users/2"}"##
    );
}

#[tokio::test]
async fn links_that_cannot_be_sent_are_errors_before_anything_is_sent() {
    let (builder, received) = scripted([]);
    let graph = builder.build().unwrap();
    let members = |count: usize| Group::update().bind_members((0..count).map(|id| User::at(id.to_string())));
    assert!(graph.update(Group::at("g"), members(20)).dry_run().is_ok());
    let error = graph.update(Group::at("g"), members(21)).await.unwrap_err();
    assert!(
        error.to_string().contains("`members` is linked to 21 entities, but one request links 20 at most"),
        "{error}"
    );
    let error = graph.create(Group::collection(), Group::create().bind_owners([User::at("..")])).await.unwrap_err();
    assert!(error.to_string().contains("`owners` cannot be linked: `#microsoft.graph.user`: `..`"), "{error}");
    let error = graph.link(Group::at("g"), Group::members(), User::at("")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
    let error = graph.unlink(Group::at("g"), Group::members(), User::at("..")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address, "{error}");
    let error = graph.unlink(Group::at(".."), Group::members(), User::at("u")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address, "{error}");
    assert_eq!(received.count(), 0);
}

#[test]
fn a_creation_is_restored_from_its_text() {
    let group = Group::create()
        .display_name("a")
        .bind_owners([User::at("1")])
        .bind_members(Vec::<crate::address::Address<User>>::new());
    let text = group.to_json();
    assert_eq!(text, r#"{"displayName":"a","owners@odata.bind":["/beta/users/1"],"members@odata.bind":[]}"#);
    assert_eq!(GroupCreate::from_json(&text).unwrap().to_json(), text);
    for wrong in [
        r#"{"id":"1"}"#,
        r#"{"owners@odata.bind":"/v1.0/users/1"}"#,
        r#"{"owners@odata.bind":["https://graph.microsoft.com/v1.0/users/1"]}"#,
        r#"{"owners@odata.bind":["/v1.0/users/../me"]}"#,
        r#"{"owners@odata.bind":["/v1.0/users/1?x"]}"#,
        r#"{"owners@odata.bind":[],"owners@odata.bind":[]}"#,
        r#"{"others@odata.bind":[]}"#,
    ] {
        assert!(GroupCreate::from_json(wrong).is_err(), "{wrong}");
    }
}
