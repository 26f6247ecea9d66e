use std::time::Duration;

use super::scripted::{Received, Step, scripted, status};
use super::{Printer, response};
use crate::client::GraphClient;
use crate::failure::ErrorKind;

fn jobs(body: &'static str) -> Step {
    Step::Respond(response(200), body)
}

const ZERO: &str = r#"{"id":"p1","jobCount":0}"#;
const NINE: &str = r#"{"id":"p1","jobCount":9}"#;

fn client(steps: impl IntoIterator<Item = Step>) -> (GraphClient, Received) {
    let (builder, received) = scripted(steps);
    (builder.build().unwrap(), received)
}

#[tokio::test(start_paused = true)]
async fn the_entity_is_read_until_the_condition_holds() {
    let (client, received) = client([jobs(ZERO), jobs(ZERO), jobs(ZERO), jobs(NINE)]);
    let mut seen = Vec::new();
    let printer = client
        .until(Printer::at("p1"), |printer| {
            seen.push(printer.job_count);
            printer.job_count > 5
        })
        .await
        .unwrap();
    assert_eq!((printer.job_count, received.count()), (9, 4));
    assert_eq!(seen, [0, 0, 0, 9]);
    for (waited, whole) in received.intervals().into_iter().zip([1_000, 2_000, 4_000]) {
        assert!((whole / 2..=whole + 1).contains(&waited), "{waited} of {whole}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_waits_are_configurable() {
    let (client, received) = client((0..6).map(|_| jobs(ZERO)).chain([jobs(NINE)]));
    client
        .until(Printer::at("p1"), |printer| printer.job_count > 5)
        .interval(Duration::from_secs(10))
        .max_interval(Duration::from_secs(20))
        .deadline(Duration::from_secs(600))
        .await
        .unwrap();
    for (waited, whole) in received.intervals().into_iter().zip([10, 20, 20, 20, 20, 20]) {
        assert!((whole * 500..=whole * 1_000 + 1).contains(&waited), "{waited} ms of {whole} s");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_an_error_that_states_what_was_seen() {
    let (client, received) = client((0..100).map(|_| jobs(ZERO)));
    let started = tokio::time::Instant::now();
    let operation = client.until(Printer::at("p1"), |_| false).deadline(Duration::from_secs(20));
    let error = operation.await.unwrap_err();
    let reads = received.count();
    assert_eq!(
        error.to_string(),
        format!(
            "until of `#microsoft.graph.printer`: the condition did not hold within the deadline of 20 s: the last of {reads} \
             reads returned 200 OK"
        )
    );
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // the last read was made one interval before the deadline
    assert_eq!(started.elapsed().as_secs(), 19);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_hangs_ends_at_the_deadline() {
    let (client, received) = client([jobs(ZERO), Step::Hang]);
    let error = client.until(Printer::at("p1"), |_| false).deadline(Duration::from_secs(20)).await.unwrap_err();
    assert!(error.to_string().contains("the only read returned 200 OK"), "{error}");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_absent_entity_is_an_error_unless_it_is_tolerated() {
    let (client, received) = client([status(404), status(404), status(404), jobs(NINE)]);
    let error = client.until(Printer::at("p1"), |_| true).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(received.count(), 1);
    client.until(Printer::at("p1"), |_| true).tolerate_absence().await.unwrap();
    assert_eq!(received.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn failures_for_the_moment_are_retried_and_others_returned() {
    let (retried, received) = client([jobs(ZERO), status(503), status(500), jobs(NINE)]);
    let error = retried.until(Printer::at("p1"), |printer| printer.job_count > 5).await.unwrap_err();
    assert!(error.is_server_error(), "{error}");
    assert_eq!(received.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_ends_the_reads() {
    let (client, received) = client((0..9).map(|_| jobs(ZERO)));
    let reads = tokio::spawn(client.until(Printer::at("p1"), |_| false).send());
    tokio::time::sleep(Duration::from_secs(2)).await;
    reads.abort();
    assert!(reads.await.unwrap_err().is_cancelled());
    let before = received.count();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(received.count(), before);
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_ends_the_wait() {
    let (client, received) = client((0..9).map(|_| jobs(ZERO)));
    let until = client.until(Printer::at("p1"), |_| false).interval(Duration::from_secs(3_600));
    let reads = tokio::spawn(until.deadline(Duration::from_secs(9_000)).send());
    tokio::time::sleep(Duration::from_millis(1)).await;
    client.shutdown().await;
    assert_eq!(reads.await.unwrap().unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(received.count(), 1);
}
