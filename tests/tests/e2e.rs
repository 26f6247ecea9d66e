//! The client and the sandbox, connected by sockets.

use std::error::Error as StdError;

use graph_core::request::Prefer;
use graph_core::response::Updated;
use graph_core::retry::FailedAttempt;
use graph_core::retry::RetryPolicy;
use graph_core::schema::Version;
use graph_core::{Cloud, ETag, ErrorKind, GraphClient};
use graph_reference::pages::{self, Page};
use graph_reference::{ComplianceStatus, DeviceConfigurationUserStatus, seeds};
use graph_sandbox::{Sandbox, ScriptedResponse};
use http::StatusCode;

const PAGE: &Page = &pages::DEVICE_CONFIGURATION_USER_STATUS;
const TOKEN: &str = "secret-token-of-the-test";

async fn start() -> (Sandbox, GraphClient) {
    let mut builder = Sandbox::builder().token(TOKEN);
    for seed in seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token(TOKEN).build().expect("a client");
    (sandbox, graph)
}

fn address() -> graph_core::address::Address<DeviceConfigurationUserStatus> {
    DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, pages::USER_STATUS_ID)
}

fn stored(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.entity_json(Version::V1, PAGE.path).expect("the entity")
}

/// Returns `Display` and `Debug` of an error and of its sources.
fn full_text(error: &graph_core::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn an_update_changes_only_the_properties_that_are_set() {
    let (sandbox, graph) = start().await;
    let before = stored(&sandbox);
    let update = DeviceConfigurationUserStatus::update().devices_count(41).clear_user_principal_name();
    let Updated::Entity(entity) = graph.update(address(), update).await.expect("an update") else {
        panic!("the response has the entity")
    };
    assert_eq!((entity.devices_count, &entity.user_principal_name), (41, &None));
    let mut expected = before;
    expected["devicesCount"] = 41.into();
    expected["userPrincipalName"] = serde_json::Value::Null;
    assert_eq!(stored(&sandbox), expected);
}

#[tokio::test]
async fn an_undeclared_enum_member_is_sent_and_read() {
    let (sandbox, graph) = start().await;
    let update = DeviceConfigurationUserStatus::update().status("brandNew".into());
    let _ = graph.update(address(), update).await.expect("an update");
    assert_eq!(stored(&sandbox)["status"], "brandNew");
    let read = graph.get(address()).await.expect("a read");
    assert_eq!(read.status, ComplianceStatus::Other("brandNew".into()));
}

#[tokio::test]
async fn if_match_prevents_overwriting_a_concurrent_change() {
    let (sandbox, graph) = start().await;
    let read = graph.get(address()).await.expect("a read");
    let etag = read.etag().expect("an ETag").clone();
    let update = |count| DeviceConfigurationUserStatus::update().devices_count(count);

    let first = graph.update(address(), update(5)).if_match(etag.clone()).await.expect("the first update");
    assert_ne!(first.etag(), Some(&etag));
    let error =
        graph.update(address(), update(6)).if_match(etag).await.expect_err("the second update, whose ETag is stale");
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(stored(&sandbox)["devicesCount"], 5);
    let _ = graph.update(address(), update(7)).if_match(ETag::any()).await.expect("an update of any state");
    assert_eq!(stored(&sandbox)["devicesCount"], 7);
}

#[tokio::test]
async fn concurrent_changes_are_all_made() {
    let (sandbox, graph) = start().await;
    let _ = graph.update(address(), DeviceConfigurationUserStatus::update().devices_count(0)).await.expect("an update");
    // of five clients, each is overtaken by the four others at most
    let tasks: Vec<_> =
        (0..5).map(|_| tokio::spawn(graph.modify(address(), |status| status.devices_count += 1).send())).collect();
    for task in tasks {
        task.await.expect("a task").expect("a change");
    }
    assert_eq!(stored(&sandbox)["devicesCount"], 5);
}

#[tokio::test]
async fn prefer_determines_whether_the_entity_is_returned() {
    let (sandbox, graph) = start().await;
    let update = || DeviceConfigurationUserStatus::update().devices_count(9);
    let minimal = graph.update(address(), update()).prefer(Prefer::Minimal).await.expect("an update");
    assert!(matches!(&minimal, Updated::NoContent(info) if info.status() == StatusCode::NO_CONTENT), "{minimal:?}");
    let full = graph.update(address(), update()).prefer(Prefer::Representation).await.expect("an update");
    assert_eq!(full.entity().map(|entity| entity.devices_count), Some(9));
    let sent: Vec<_> = sandbox.requests().iter().map(|request| request.header("prefer").map(str::to_owned)).collect();
    assert_eq!(sent, [Some("return=minimal".into()), Some("return=representation".into())]);
}

#[tokio::test]
async fn a_service_error_is_complete() {
    let (_sandbox, graph) = start().await;
    let error = graph
        .get(DeviceConfigurationUserStatus::at(pages::DEVICE_CONFIGURATION_ID, "unknown"))
        .await
        .expect_err("an entity that does not exist");
    assert!(error.is_not_found());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(StatusCode::NOT_FOUND)));
    assert!(error.code().is_some() && error.request_id().is_some() && error.date().is_some());
    assert!(error.client_request_id().is_some());
    assert_eq!(error.resource(), Some("#microsoft.graph.deviceConfigurationUserStatus"));
    let service = error.service().expect("the error of the service");
    assert!(service.message().is_some_and(|message| !message.is_empty()));
    assert_eq!(service.client_request_id(), error.client_request_id().map(|id| id.to_string()).as_deref());
}

#[tokio::test]
async fn the_token_is_only_in_the_request() {
    let (sandbox, graph) = start().await;
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
    let error = wrong.get(address()).await.expect_err("a token that the sandbox does not accept");
    assert!(error.is_unauthorized());
    assert!(!full_text(&error).contains("another-secret"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (sandbox, graph) = start().await;
    let other = Sandbox::builder().start().await.expect("another service");
    let target = format!("{}/v1.0/redirected?code=secret-query", other.endpoint());
    for status in [301, 302, 303, 307, 308] {
        sandbox.script([ScriptedResponse::status(status).header("Location", &target)]).expect("a script");
        let update = DeviceConfigurationUserStatus::update().devices_count(1);
        let error = graph.update(address(), update).await.expect_err("a redirect");
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(!full_text(&error).contains("secret-query"), "{}", full_text(&error));
    }
    assert!(other.requests().is_empty(), "the token was not sent to another service");
}

#[tokio::test]
async fn failures_have_a_kind_and_the_client_remains_usable() {
    let (sandbox, retrying) = start().await;
    let single_attempt =
        GraphClient::builder(sandbox.cloud()).token(TOKEN).retry(RetryPolicy::none()).build().expect("a client");
    for (response, kind) in [
        (ScriptedResponse::close_connection(), ErrorKind::Transport),
        (
            ScriptedResponse::status(200)
                .header("Content-Type", "application/json")
                .body(PAGE.response)
                .truncate_body(40),
            ErrorKind::Transport,
        ),
        (ScriptedResponse::status(200).header("Content-Type", "application/json").body("{\"id\":"), ErrorKind::Decode),
        (ScriptedResponse::status(429).header("Retry-After", "1").body("<html>"), ErrorKind::Service),
        (ScriptedResponse::status(500).body(""), ErrorKind::Service),
    ] {
        sandbox.script([response]).expect("a script");
        let update = DeviceConfigurationUserStatus::update().devices_count(2);
        let error = single_attempt.update(address(), update).await.expect_err("a failure");
        assert_eq!(error.kind(), kind, "{}", full_text(&error));
    }
    let update = DeviceConfigurationUserStatus::update().devices_count(2);
    assert!(single_attempt.update(address(), update).await.is_ok(), "the next request is served");

    // The client retries failures before the update, and failures after which the update may be sent a second time.
    let throttled = ScriptedResponse::error(429, "TooManyRequests", "Slow down.").header("Retry-After", "0");
    sandbox
        .script([throttled, ScriptedResponse::pass_through().discard(), ScriptedResponse::status(503)])
        .expect("a script");
    let before = sandbox.requests().len();
    let update = DeviceConfigurationUserStatus::update().devices_count(3);
    let updated = retrying.update(address(), update).await.expect("an update");
    let failed = updated.info().expect("a response").failed_attempts();
    assert_eq!(
        failed.iter().map(FailedAttempt::kind).collect::<Vec<_>>(),
        [ErrorKind::Service, ErrorKind::Transport, ErrorKind::Service]
    );
    assert_eq!(failed[0].code(), Some("TooManyRequests"));
    assert_eq!((sandbox.requests().len() - before, stored(&sandbox)["devicesCount"].as_i64()), (4, Some(3)));
}

#[tokio::test]
async fn clones_of_a_client_send_updates_concurrently() {
    let (sandbox, graph) = start().await;
    let mut tasks = tokio::task::JoinSet::new();
    for count in 0..50 {
        let graph = graph.clone();
        tasks.spawn(async move {
            let update = DeviceConfigurationUserStatus::update().devices_count(count);
            graph.update(address(), update).await.map(drop)
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("no task panics").expect("an update");
    }
    assert_eq!(sandbox.requests().len(), 50);
}
