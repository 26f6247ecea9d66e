use super::scripted::{Received, Step, scripted, status};
use super::{Printer, response};
use crate::failure::ErrorKind;
use crate::request::Prefer;
use crate::response::Updated;
use crate::{Error, GraphClient};

fn read(etag: &'static str, body: &'static str) -> Step {
    Step::Respond(response(200).header("etag", etag), body)
}

const ONE: &str = r#"{"id":"p1","jobCount":1}"#;
const FIVE: &str = r#"{"id":"p1","jobCount":5}"#;

fn client(steps: impl IntoIterator<Item = Step>) -> (GraphClient, Received) {
    let (builder, received) = scripted(steps);
    (builder.build().unwrap(), received)
}

async fn increment(client: &GraphClient) -> Result<Updated<Printer>, Error> {
    client.modify(Printer::at("p1"), |printer| printer.job_count += 1).await
}

fn methods(received: &Received) -> String {
    received.requests().iter().map(|request| request.method().as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_changed_is_sent_with_the_etag() {
    let (client, received) = client([read("W/\"1\"", ONE), status(204)]);
    let updated = client.modify(Printer::at("p1"), |printer| printer.job_count += 1).prefer(Prefer::Minimal).await;
    assert!(matches!(updated.unwrap(), Updated::NoContent(_)));
    assert_eq!(methods(&received), "GET PATCH");
    assert_eq!(received.headers("if-match"), [None, Some("W/\"1\"".to_owned())]);
    assert_eq!(received.headers("prefer"), [None, Some("return=minimal".to_owned())]);
    let sent = received.requests();
    assert_eq!(&**sent[1].body(), br##"{"@odata.type":"#microsoft.graph.printer","jobCount":2}"##);
}

#[tokio::test]
async fn nothing_is_sent_if_nothing_changes() {
    let (client, received) = client([read("W/\"1\"", ONE)]);
    let updated = client.modify(Printer::at("p1"), |printer| printer.job_count = 1).require_etag().await.unwrap();
    assert_eq!((updated, &*methods(&received)), (Updated::Unchanged, "GET"));
}

#[tokio::test]
async fn the_change_is_made_again_to_what_another_client_wrote() {
    let (client, received) = client([read("W/\"1\"", ONE), status(412), read("W/\"2\"", FIVE), status(204)]);
    increment(&client).await.unwrap();
    assert_eq!(methods(&received), "GET PATCH GET PATCH");
    let sent = received.requests();
    assert_eq!(sent[3].headers()["if-match"], "W/\"2\"");
    assert_eq!(&**sent[3].body(), br##"{"@odata.type":"#microsoft.graph.printer","jobCount":6}"##);
}

#[tokio::test]
async fn an_entity_that_always_changes_is_an_error() {
    let steps = (0..20).flat_map(|_| [read("W/\"1\"", ONE), status(412)]);
    let (client, received) = client(steps);
    let mut calls = 0;
    let error = client
        .modify(Printer::at("p1"), |printer| {
            calls += 1;
            printer.job_count += 1;
        })
        .await
        .unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!((calls, received.count()), (5, 10));
}

#[tokio::test(start_paused = true)]
async fn a_change_that_may_have_been_made_is_not_made_again() {
    let (client, received) = client([read("W/\"1\"", ONE), status(503), status(412), read("W/\"2\"", FIVE)]);
    let error = increment(&client).await.unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(methods(&received), "GET PATCH PATCH");
}

#[tokio::test(start_paused = true)]
async fn a_throttled_change_was_not_made() {
    let (client, received) =
        client([read("W/\"1\"", ONE), status(429), status(412), read("W/\"2\"", FIVE), status(204)]);
    increment(&client).await.unwrap();
    assert_eq!(methods(&received), "GET PATCH PATCH GET PATCH");
}

#[tokio::test]
async fn without_an_etag_the_update_has_no_condition() {
    let (unconditional, received) = client([Step::Respond(response(200), ONE), status(204)]);
    increment(&unconditional).await.unwrap();
    assert_eq!((&*methods(&received), received.headers("if-match")), ("GET PATCH", vec![None, None]));

    let (strict, received) = client([Step::Respond(response(200), ONE)]);
    let error = strict.modify(Printer::at("p1"), |printer| printer.job_count += 1).require_etag().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("returned no ETag of `#microsoft.graph.printer`"), "{error}");
    assert_eq!(methods(&received), "GET");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_covers_all_calls() {
    let (client, received) = client([read("W/\"1\"", ONE), status(412), Step::Hang]);
    let operation = client.modify(Printer::at("p1"), |printer| printer.job_count += 1);
    let started = tokio::time::Instant::now();
    let error = operation.deadline(std::time::Duration::from_secs(9)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!((started.elapsed().as_secs(), &*methods(&received)), (9, "GET PATCH GET"));
}

#[tokio::test]
async fn operations_can_be_spawned() {
    let (client, received) = client([read("W/\"1\"", ONE), read("W/\"1\"", ONE), status(204)]);
    let read = tokio::spawn(client.get(Printer::at("p1")).send()).await.unwrap().unwrap();
    assert_eq!(read.job_count, 1);
    let modify = client.modify(Printer::at("p1"), |printer| printer.job_count += 1);
    tokio::spawn(modify.send()).await.unwrap().unwrap();
    assert_eq!(methods(&received), "GET GET PATCH");
}

#[tokio::test]
async fn an_etag_may_be_owned_borrowed_or_absent() {
    let (client, received) = client([read("W/\"1\"", ONE)]);
    let entity = client.get(Printer::at("p1")).if_match(None::<&crate::ETag>).await.unwrap();
    let etag = entity.etag().unwrap();
    let update = || client.update(Printer::at("p1"), Printer::update().job_count(4));
    for operation in [
        update().if_match(entity.etag()),
        update().if_match(etag),
        update().if_match(etag.clone()),
        update().if_match(Some(etag.clone())),
    ] {
        operation.send().await.unwrap();
    }
    let etag = Some("W/\"1\"".to_owned());
    assert_eq!(received.headers("if-match"), [None, etag.clone(), etag.clone(), etag.clone(), etag]);
}

#[tokio::test]
async fn a_change_that_an_update_cannot_send_is_an_error() {
    let (client, received) = client([read("W/\"1\"", ONE)]);
    let change = |printer: &mut Printer| {
        printer.job_count += 1;
        printer.id = "p2".to_owned();
    };
    let error = client.modify(Printer::at("p1"), change).await.unwrap_err();
    assert_eq!((error.kind(), &*methods(&received)), (ErrorKind::Request, "GET"));
    assert!(error.to_string().contains("`id`"), "{error}");
}
