use std::time::Duration;

use super::response;
use super::scripted::{Received, Step, scripted, status};
use crate::client::GraphClient;
use crate::failure::ErrorKind;
use crate::response::{Created, Updated};
use crate::{QueryExt as _, graph_complex, graph_resource};

#[graph_complex(crate = crate, odata_type = "#microsoft.graph.place")]
#[derive(Debug, Clone)]
struct Place {
    city: String,
}

#[graph_resource(crate = crate, path = "/desks/{deskId}", odata_type = "#microsoft.graph.desk")]
#[derive(Debug, Clone)]
struct Desk {
    #[graph(key)]
    id: String,
    name: String,
    seats: Option<i32>,
    place: Option<Place>,
    home: Place,
    tags: Vec<String>,
}

fn client(steps: impl IntoIterator<Item = Step>) -> (GraphClient, Received) {
    let (builder, received) = scripted(steps);
    (builder.build().unwrap(), received)
}

fn seen(body: &'static str) -> Step {
    Step::Respond(response(200), body)
}

/// Returns `GET /v1.0/desks/1?$select=name` of each request.
fn lines(received: &Received) -> Vec<String> {
    let line = |request: &http::Request<bytes::Bytes>| {
        format!("{} {}", request.method(), request.uri().path_and_query().unwrap())
    };
    received.requests().iter().map(line).collect()
}

const OLD: &str = r#"{"name":"old"}"#;
const NEW: &str = r#"{"@odata.context":"x","name":"new"}"#;

#[tokio::test(start_paused = true)]
async fn an_update_is_settled_when_several_reads_in_a_row_agree() {
    let (client, received) =
        client([status(204), seen(OLD), seen(NEW), seen(OLD), status(404), seen(NEW), seen(NEW), seen(OLD)]);
    let settled = client.update(Desk::at("1"), Desk::update().name("new")).settled().await.unwrap();
    assert!(matches!(*settled, Updated::NoContent(_)));
    assert_eq!(settled.reads(), 6);
    let mut expected = vec!["PATCH /v1.0/desks/1"];
    expected.extend(["GET /v1.0/desks/1?$select=name"; 6]);
    assert_eq!(lines(&received), expected);
    // the wait after a read that agrees is short
    let waited = received.intervals();
    assert!(waited[2] <= 1_001 && waited[5] <= 1_001, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_number_of_reads_can_be_set() {
    for (times, reads) in [(0, 1), (1, 1), (3, 3)] {
        let (client, received) = client([status(204), seen(NEW), seen(NEW), seen(NEW)]);
        let update = client.update(Desk::at("1"), Desk::update().name("new"));
        assert_eq!(update.settled().times(times).await.unwrap().reads(), reads);
        assert_eq!(received.count(), reads as usize + 1);
    }
}

#[tokio::test]
async fn an_update_that_sends_nothing_is_settled_at_once() {
    let (client, received) = client([]);
    let settled = client.update(Desk::at("1"), Desk::update()).settled().await.unwrap();
    assert_eq!((settled.reads(), received.count()), (0, 0));
    assert!(matches!(settled.into_output(), Updated::Unchanged));
    let error = client.update(Desk::at(".."), Desk::update()).settled().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address);
}

#[tokio::test(start_paused = true)]
async fn values_are_compared_by_their_text() {
    let update = || Desk::update().seats(4).place(Place { city: "Z".into() }).tags(["a", "b"]);
    for body in [
        r#"{"seats":4,"place":{"city":"Z"},"tags":["a","b"]}"#,
        r#"{"tags": ["a", "b"], "place": {"country": null, "city": "\u005a"}, "other": 1, "seats": 4}"#,
    ] {
        let (client, _) = client([status(204), seen(body)]);
        assert_eq!(client.update(Desk::at("1"), update()).settled().times(1).await.unwrap().reads(), 1, "{body}");
    }
    for (body, names) in [
        (r#"{"seats":4.0,"place":{"city":"Z"},"tags":["a","b"]}"#, "`seats`"),
        (r#"{"seats":4,"place":{"city":"z"},"tags":["b","a"]}"#, "`place`, `tags`"),
        (r#"{"seats":4,"place":null,"tags":["a","b","c"]}"#, "`place`, `tags`"),
        (r#"{"place":{"city":"Z"}}"#, "`seats`, `tags`"),
    ] {
        let (client, received) = client([status(204)].into_iter().chain((0..99).map(|_| seen(body))));
        let error = client.update(Desk::at("1"), update()).settled().await.unwrap_err();
        let reads = received.count() - 1;
        let expected = format!("the last of {reads} reads showed other values of {names}; if the service");
        assert!(error.to_string().contains(&expected), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("update of `#microsoft.graph.desk`: the update was made, but it was not visible within")
        );
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(reads > 3 && !error.to_string().contains("city"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn null_may_be_missing_in_the_response() {
    let (client, _) = client([status(204), seen(r#"{"id":"1"}"#)]);
    let update = Desk::update().clear_seats();
    assert_eq!(client.update(Desk::at("1"), update).settled().times(1).await.unwrap().reads(), 1);
}

#[tokio::test(start_paused = true)]
async fn properties_that_the_service_changes_can_be_left_out() {
    let (client, received) = client([status(204), seen(r#"{"seats":4}"#), seen(r#"{"seats":4}"#)]);
    let update = client.update(Desk::at("1"), Desk::update().name(" new ").seats(4));
    update.settled().except(|desk| [desk.name.property()]).await.unwrap();
    assert_eq!(lines(&received)[1], "GET /v1.0/desks/1?$select=seats");

    let (client, received) = self::client([]);
    let update = client.update(Desk::at("1"), Desk::update().seats(4));
    let error = update.settled().except(|desk| [desk.home.city.property()]).await.unwrap_err();
    assert!(error.to_string().contains("`home/city` is a part of a complex value"), "{error}");
    assert_eq!((error.kind(), received.count()), (ErrorKind::Request, 0));
}

#[tokio::test(start_paused = true)]
async fn a_creation_is_read_at_the_address_of_its_key() {
    let created = Step::Respond(
        response(201).header("location", "https://directory.example.com/v2/1/Microsoft.DirectoryServices.Desk"),
        r#"{"id":"a/b","name":"new","seats":null,"place":null,"home":{"city":"Z"},"tags":[]}"#,
    );
    let (client, received) = client([created, status(404), seen(NEW), seen(NEW)]);
    let settled = client.create(Desk::collection(), Desk::create().name("new")).settled().await.unwrap();
    assert_eq!((settled.reads(), settled.entity().unwrap().id.as_str()), (3, "a/b"));
    assert_eq!(lines(&received)[0], "POST /v1.0/desks");
    assert_eq!(lines(&received)[3], "GET /v1.0/desks/a%2Fb?$select=name");
}

#[tokio::test(start_paused = true)]
async fn a_creation_without_an_entity_is_read_at_its_location() {
    let located = |url| Step::Respond(response(204).header("location", url), "");
    let create = |client: &GraphClient| client.create(Desk::collection(), Desk::create().name("new")).settled();
    let (ours, received) = client([located("https://graph.microsoft.com/v1.0/desks/7"), seen(NEW), seen(NEW)]);
    assert!(matches!(create(&ours).await.unwrap().into_output(), Created::NoContent(_)));
    assert_eq!(lines(&received)[1], "GET /v1.0/desks/7");

    let (foreign, received) = client([located("https://example.com/desks/7")]);
    let error = create(&foreign).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Origin, 1));
    assert!(error.to_string().contains("the service reported success before"), "{error}");

    let (neither, received) = client([status(204)]);
    let error = create(&neither).await.unwrap_err();
    assert!(error.to_string().contains("the entity was created, but the service returned neither"), "{error}");
    assert_eq!(received.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_replacement_is_read_back() {
    let desk = Desk::create().name("new").home(Place { city: "Z".into() }).tags(["a"]);
    let (client, received) = client([
        status(204),
        seen(r#"{"name":"new","home":{"city":"Z"},"tags":[]}"#),
        seen(r#"{"name":"new","home":{"city":"Z"},"tags":["a"]}"#),
    ]);
    let settled = client.replace(Desk::at("1"), desk).settled().times(1).await.unwrap();
    assert_eq!(settled.reads(), 2);
    assert_eq!(lines(&received)[1], "GET /v1.0/desks/1?$select=name,home,tags");
}

#[tokio::test(start_paused = true)]
async fn a_deletion_is_settled_when_the_entity_is_gone() {
    let found = || seen(r#"{"id":"1"}"#);
    let (client, received) = client([status(204), found(), status(404), found(), status(404), status(404)]);
    assert_eq!(client.delete(Desk::at("1")).settled().await.unwrap().reads(), 5);
    assert_eq!(
        (&*lines(&received)[0], &*lines(&received)[5]),
        ("DELETE /v1.0/desks/1", "GET /v1.0/desks/1?$select=id")
    );

    let (client, received) = self::client([status(204)].into_iter().chain((0..99).map(|_| found())));
    let error = client.delete(Desk::at("1")).settled().await.unwrap_err();
    let expected = format!("the last of {} reads still found the entity", received.count() - 1);
    assert!(error.to_string().contains(&expected), "{error}");
    assert!(
        error.to_string().contains("the entity was deleted, but it was not visible within the deadline"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_write_is_not_read_back() {
    let (client, received) = client([status(400)]);
    let error = client.update(Desk::at("1"), Desk::update().name("new")).settled().await.unwrap_err();
    assert!(error.is_bad_request(), "{error}");
    assert_eq!(received.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_read_states_that_the_write_was_made() {
    let (client, received) = client([status(204), status(500)]);
    let error = client.update(Desk::at("1"), Desk::update().name("new")).settled().await.unwrap_err();
    assert!(error.to_string().contains("the service reported success before"), "{error}");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_deadline_covers_the_write_and_the_reads() {
    let started = tokio::time::Instant::now();
    let (client, received) = client([status(204), seen(OLD), Step::Hang]);
    let update = client.update(Desk::at("1"), Desk::update().name("new"));
    let error = update.settled().deadline(Duration::from_secs(20)).await.unwrap_err();
    assert_eq!((started.elapsed().as_secs(), received.count()), (20, 3));
    assert!(error.to_string().contains("the only read showed other values of `name`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn settling_can_be_spawned() {
    let (client, received) = client([status(204), seen(NEW), seen(NEW)]);
    let update = client.update(Desk::at("1"), Desk::update().name("new"));
    tokio::spawn(update.settled().send()).await.unwrap().unwrap();
    assert_eq!(received.count(), 3);
}
