//! Writes that are read back until they are visible, against a service whose reads lag behind.

use std::time::Duration;

use graph_core::operation::{Operation, Settle};
use graph_core::{ErrorKind, GraphClient, QueryExt as _, graph_resource};
use graph_sandbox::{Lag, Sandbox};
use serde_json::json;

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never)]
#[derive(Debug, Clone)]
struct Group {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    description: Option<String>,
}

const SHORT: Duration = Duration::from_millis(1);

async fn start(lag: Lag) -> (Sandbox, GraphClient) {
    let sandbox = Sandbox::builder()
        .seed(Group::at("1"), json!({ "id": "1", "displayName": "Staff", "description": "old" }))
        .lag(lag)
        .start()
        .await
        .expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client");
    (sandbox, graph)
}

/// A lag, and the number of reads until `times` reads in a row see a write.
fn lags(times: u32) -> Vec<(Lag, u32)> {
    let mut lags = vec![(Lag::none(), times)];
    for count in 1..=4 {
        lags.push((Lag::reads(count), count + times));
        // the first read sees the write, and then every other one until `count` did not
        lags.push((Lag::alternating(count), if times == 1 { 1 } else { 2 * count + times }));
    }
    lags
}

/// Returns how many reads an operation took. They are all requests after its write.
async fn reads<K>(sandbox: &Sandbox, write: Operation<K>, times: u32) -> u32
where
    K: Settle + Send + 'static,
    K::Output: Send + std::fmt::Debug + 'static,
{
    let settled = write.settled().times(times).interval(SHORT).max_interval(SHORT).await.expect("a visible write");
    let requests = sandbox.requests();
    let sent = requests.iter().filter(|request| request.method() == http::Method::GET).count();
    assert_eq!((requests.len() - sent, u32::try_from(sent)), (1, Ok(settled.reads())), "{settled:?}");
    settled.reads()
}

#[tokio::test]
async fn a_settled_write_was_seen_by_reads_in_a_row() {
    for times in 1..=3 {
        for (lag, expected) in lags(times) {
            let (sandbox, graph) = start(lag).await;
            let update = graph.update(Group::at("1"), Group::update().description("new"));
            assert_eq!(reads(&sandbox, update, times).await, expected, "an update, {lag:?}, {times}");

            let (sandbox, graph) = start(lag).await;
            let create = graph.create(Group::collection(), Group::create().display_name("New"));
            assert_eq!(reads(&sandbox, create, times).await, expected, "a creation, {lag:?}, {times}");

            let (sandbox, graph) = start(lag).await;
            let replace = graph.replace(Group::at("1"), Group::create().display_name("Other").description("new"));
            assert_eq!(reads(&sandbox, replace, times).await, expected, "a replacement, {lag:?}, {times}");

            let (sandbox, graph) = start(lag).await;
            assert_eq!(
                reads(&sandbox, graph.delete(Group::at("1")), times).await,
                expected,
                "a deletion, {lag:?}, {times}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_is_read_after_an_update_that_sends_nothing() {
    let (sandbox, graph) = start(Lag::reads(3)).await;
    let settled = graph.update(Group::at("1"), Group::update()).settled().await.expect("nothing to do");
    assert_eq!((settled.reads(), sandbox.requests().len()), (0, 0));
}

#[tokio::test]
async fn the_error_after_the_deadline_names_what_differs_and_not_its_value() {
    let (sandbox, graph) = start(Lag::reads(1_000)).await;
    let update = graph.update(Group::at("1"), Group::update().description("S3CRET").display_name("Staff"));
    let update = update.settled().interval(SHORT).deadline(Duration::from_millis(300));
    let error = update.await.expect_err("the reads lag behind");
    let text = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!(text.contains("the update was made") && text.contains("`description`"), "{text}");
    assert!(!text.contains("S3CRET") && !text.contains("`displayName`"), "{text}");
    let entity = sandbox.entity_json(graph_core::schema::Version::V1, "/groups/1");
    assert_eq!(entity.expect("the group")["description"], "S3CRET");
}

#[tokio::test]
async fn an_ensured_entity_is_found_by_the_next_run() {
    for lag in [Lag::reads(3), Lag::alternating(2), Lag::duration(Duration::from_millis(20))] {
        let (sandbox, graph) = start(lag).await;
        for _ in 0..2 {
            let wanted = Group::create().display_name("Guests").description("managed");
            let ensure = graph.ensure(Group::collection(), wanted, |group| group.display_name.property());
            ensure.settled().interval(SHORT).await.expect("the group");
        }
        let writes = sandbox.requests().iter().filter(|request| request.method() != http::Method::GET).count();
        assert_eq!(writes, 1, "{lag:?}");
    }
}
