//! The client against the sandbox, over real sockets.

use std::error::Error as StdError;

use graph_core::request::Prefer;
use graph_core::response::Updated;
use graph_core::retry::FailedAttempt;
use graph_core::retry::RetryPolicy;
use graph_core::schema::Version;
use graph_core::{Cloud, ETag, ErrorKind, GraphClient};
use graph_reference::pages::{self, Page};
use graph_reference::{ComplianceStatus, DeviceConfigurationUserStatus, seeds};
use graph_sandbox::{Answer, Sandbox};
use http::StatusCode;

const PAGE: &Page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
const TOKEN: &str = "secret-token-of-the-test";

async fn started() -> (Sandbox, GraphClient) {
    let mut builder = Sandbox::builder().token(TOKEN);
    for seed in seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let cloud = Cloud::custom(sandbox.endpoint()).expect("a loopback endpoint");
    let graph = GraphClient::builder(cloud).token(TOKEN).build().expect("a client");
    (sandbox, graph)
}

fn address() -> graph_core::address::Address<DeviceConfigurationUserStatus> {
    DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, pages::USER_STATUS_ID)
}

fn kept(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.entity_json(Version::V1, PAGE.path).expect("the entity")
}

/// Everything that an error says, in one text.
fn everything(error: &graph_core::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn one_property_changes_and_the_others_stay() {
    let (sandbox, graph) = started().await;
    let before = kept(&sandbox);
    let update = DeviceConfigurationUserStatus::update().devices_count(41).clear_user_principal_name();
    let Updated::Entity(entity) = graph.update(address(), update).await.expect("an update") else {
        panic!("the sandbox answers with the entity")
    };
    assert_eq!((entity.devices_count, &entity.user_principal_name), (41, &None));
    let mut expected = before;
    expected["devicesCount"] = 41.into();
    expected["userPrincipalName"] = serde_json::Value::Null;
    assert_eq!(kept(&sandbox), expected);
}

#[tokio::test]
async fn a_member_that_nobody_declared_goes_there_and_back() {
    let (sandbox, graph) = started().await;
    let update = DeviceConfigurationUserStatus::update().status("brandNew".into());
    let _ = graph.update(address(), update).await.expect("an update");
    assert_eq!(kept(&sandbox)["status"], "brandNew");
    let read = graph.get(address()).await.expect("a read");
    assert_eq!(read.status, ComplianceStatus::Other("brandNew".into()));
}

#[tokio::test]
async fn if_match_refuses_what_somebody_else_changed() {
    let (sandbox, graph) = started().await;
    let read = graph.get(address()).await.expect("a read");
    let etag = read.etag().expect("the sandbox gives an ETag").clone();
    let update = |count| DeviceConfigurationUserStatus::update().devices_count(count);

    let first = graph.update(address(), update(5)).if_match(etag.clone()).await.expect("the first one wins");
    assert_ne!(first.etag(), Some(&etag));
    let error = graph.update(address(), update(6)).if_match(etag).await.expect_err("the second one is late");
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(kept(&sandbox)["devicesCount"], 5);
    let _ = graph.update(address(), update(7)).if_match(ETag::any()).await.expect("any state will do");
    assert_eq!(kept(&sandbox)["devicesCount"], 7);
}

#[tokio::test]
async fn prefer_decides_whether_the_entity_comes_back() {
    let (sandbox, graph) = started().await;
    let update = || DeviceConfigurationUserStatus::update().devices_count(9);
    let minimal = graph.update(address(), update()).prefer(Prefer::Minimal).await.expect("an update");
    assert!(matches!(&minimal, Updated::NoContent(info) if info.status() == StatusCode::NO_CONTENT), "{minimal:?}");
    let whole = graph.update(address(), update()).prefer(Prefer::Representation).await.expect("an update");
    assert_eq!(whole.entity().map(|entity| entity.devices_count), Some(9));
    let sent: Vec<_> = sandbox.requests().iter().map(|request| request.header("prefer").map(str::to_owned)).collect();
    assert_eq!(sent, [Some("return=minimal".into()), Some("return=representation".into())]);
}

#[tokio::test]
async fn the_whole_error_arrives() {
    let (_sandbox, graph) = started().await;
    let error = graph
        .get(DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, "nobody"))
        .await
        .expect_err("there is no such entity");
    assert!(error.is_not_found());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(StatusCode::NOT_FOUND)));
    assert!(error.code().is_some() && error.request_id().is_some() && error.date().is_some());
    assert!(error.client_request_id().is_some());
    assert_eq!(error.resource(), Some("#microsoft.graph.deviceConfigurationUserStatus"));
    let service = error.service().expect("the service's words");
    assert!(service.message().is_some_and(|message| !message.is_empty()));
    assert_eq!(service.client_request_id(), error.client_request_id().map(|id| id.to_string()).as_deref());
}

#[tokio::test]
async fn the_token_is_in_the_request_and_nowhere_else() {
    let (sandbox, graph) = started().await;
    let sent = format!("Bearer {TOKEN}");
    let _ = graph.get(address()).await.expect("a read");
    assert_eq!(sandbox.requests()[0].header("authorization"), Some(sent.as_str()));
    let operation = graph.get(address());
    let shown = format!("{graph:?} {operation:?}");
    assert!(!shown.contains(TOKEN), "{shown}");
    let dry_run = operation.dry_run().expect("a request");
    assert!(!format!("{dry_run} {dry_run:?} {:?}", dry_run.headers()).contains(TOKEN));

    let wrong = GraphClient::builder(Cloud::custom(sandbox.endpoint()).expect("an endpoint"))
        .token("another-secret")
        .build()
        .expect("a client");
    let error = wrong.get(address()).await.expect_err("the sandbox knows its token");
    assert!(error.is_unauthorized());
    assert!(!everything(&error).contains("another-secret"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (sandbox, graph) = started().await;
    let elsewhere = Sandbox::builder().start().await.expect("another service");
    let target = format!("{}/v1.0/stolen?code=secret-query", elsewhere.endpoint());
    for status in [301, 302, 303, 307, 308] {
        sandbox.script([Answer::status(status).header("Location", &target)]).expect("a script");
        let update = DeviceConfigurationUserStatus::update().devices_count(1);
        let error = graph.update(address(), update).await.expect_err("a redirect");
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!everything(&error).contains("secret-query"), "{}", everything(&error));
    }
    assert!(elsewhere.requests().is_empty(), "the token stayed here");
}

#[tokio::test]
async fn trouble_has_a_kind_and_the_client_goes_on() {
    let (sandbox, patient) = started().await;
    let cloud = Cloud::custom(sandbox.endpoint()).expect("a loopback endpoint");
    let once = GraphClient::builder(cloud).token(TOKEN).retry(RetryPolicy::none()).build().expect("a client");
    for (answer, kind) in [
        (Answer::cut_connection(), ErrorKind::Transport),
        (
            Answer::status(200).header("Content-Type", "application/json").body(PAGE.response).cut_after(40),
            ErrorKind::Transport,
        ),
        (Answer::status(200).header("Content-Type", "application/json").body("{\"id\":"), ErrorKind::Decode),
        (Answer::status(429).header("Retry-After", "1").body("<html>"), ErrorKind::Service),
        (Answer::status(500).body(""), ErrorKind::Service),
    ] {
        sandbox.script([answer]).expect("a script");
        let update = DeviceConfigurationUserStatus::update().devices_count(2);
        let error = once.update(address(), update).await.expect_err("trouble");
        assert_eq!(error.kind(), kind, "{}", everything(&error));
    }
    let update = DeviceConfigurationUserStatus::update().devices_count(2);
    assert!(once.update(address(), update).await.is_ok(), "the next request is served");

    // Where the service did nothing, and where it may have done it and may do it again, trouble passes unseen.
    let slow = Answer::error(429, "TooManyRequests", "Slow down.").header("Retry-After", "0");
    sandbox.script([slow, Answer::pass().lose(), Answer::status(503)]).expect("a script");
    let before = sandbox.requests().len();
    let update = DeviceConfigurationUserStatus::update().devices_count(3);
    let updated = patient.update(address(), update).await.expect("an update");
    let failed = updated.info().expect("an answer").failed_attempts();
    assert_eq!(
        failed.iter().map(FailedAttempt::kind).collect::<Vec<_>>(),
        [ErrorKind::Service, ErrorKind::Transport, ErrorKind::Service]
    );
    assert_eq!(failed[0].code(), Some("TooManyRequests"));
    assert_eq!((sandbox.requests().len() - before, kept(&sandbox)["devicesCount"].as_i64()), (4, Some(3)));
}

#[tokio::test]
async fn clones_share_a_client_and_many_updates_go_at_once() {
    let (sandbox, graph) = started().await;
    let mut tasks = tokio::task::JoinSet::new();
    for count in 0..50 {
        let graph = graph.clone();
        tasks.spawn(async move {
            let update = DeviceConfigurationUserStatus::update().devices_count(count);
            graph.update(address(), update).await.map(drop)
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("no task panics").expect("every update is made");
    }
    assert_eq!(sandbox.requests().len(), 50);
}
