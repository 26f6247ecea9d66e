use std::time::Duration;

use super::response;
use super::scripted::{Received, Step, scripted, status};
use crate::client::{CreateUnlessExistsOperation, GraphClient};
use crate::failure::ErrorKind;
use crate::response::CreatedUnlessExists;
use crate::{ETag, Error, QueryExt as _, graph_resource};

#[graph_resource(crate = crate, path = "/teams/{teamId}", odata_type = "#microsoft.graph.team", tag = never)]
#[derive(Debug, Clone)]
struct Team {
    #[graph(key)]
    id: String,
    name: Option<String>,
    rank: Option<i32>,
    labels: Vec<String>,
}

const NONE: &str = r#"{"value":[]}"#;
const ONE: &str = r#"{"value":[{"@odata.etag":"W/\"1\"","id":"7","name":"O'Neil","rank":3,"labels":[]}]}"#;
const TWO: &str =
    r#"{"value":[{"id":"7","name":"O'Neil","rank":3,"labels":[]},{"id":"8","name":"O'Neil","rank":4,"labels":[]}]}"#;
const OTHER: &str = r#"{"value":[{"id":"7","name":"Patrick","rank":3,"labels":[]}]}"#;
const CREATED: &str = r#"{"id":"9","name":"O'Neil","rank":null,"labels":[]}"#;

fn list(text: &'static str) -> Step {
    Step::Respond(response(200), text)
}

fn lost() -> Step {
    Step::Break(std::io::ErrorKind::ConnectionReset)
}

fn client(steps: impl IntoIterator<Item = Step>) -> (GraphClient, Received) {
    let (builder, received) = scripted(steps);
    (builder.build().unwrap(), received)
}

fn create(client: &GraphClient) -> CreateUnlessExistsOperation<Team> {
    client.create(Team::collection(), Team::create().name("O'Neil")).unless_exists(|team| team.name.property())
}

async fn outcome(steps: impl IntoIterator<Item = Step>) -> (Result<CreatedUnlessExists<Team>, Error>, String) {
    let (client, received) = client(steps);
    let outcome = create(&client).await;
    let methods: Vec<String> = received.requests().iter().map(|request| request.method().to_string()).collect();
    (outcome, methods.join(" "))
}

#[tokio::test]
async fn nothing_is_created_if_there_is_an_entity() {
    let (team, sent) = outcome([list(ONE)]).await;
    let team = team.unwrap();
    assert!(!team.is_created());
    assert_eq!((&*team.entity().unwrap().id, &*sent), ("7", "GET"));
    assert_eq!(team.into_entity().unwrap().etag().map(ETag::as_str), Some("W/\"1\""));
}

#[tokio::test]
async fn an_entity_is_created_if_there_is_none() {
    let (client, received) = client([list(NONE), Step::Respond(response(201), CREATED)]);
    let team = create(&client).await.unwrap();
    assert!(team.is_created());
    assert_eq!(&*team.into_entity().unwrap().id, "9");
    let requests = received.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].uri().query(), Some("$select=id,name,rank,labels&$filter=name%20eq%20%27O%27%27Neil%27"));
    assert_eq!(requests[1].body(), r#"{"name":"O'Neil"}"#);
}

#[tokio::test]
async fn a_filter_that_was_ignored_is_an_error() {
    let (team, sent) = outcome([list(OTHER)]).await;
    assert_eq!((team.unwrap_err().kind(), &*sent), (ErrorKind::FilterIgnored, "GET"));
}

#[tokio::test]
async fn several_entities_are_an_error() {
    let (team, sent) = outcome([list(TWO)]).await;
    assert_eq!((team.unwrap_err().kind(), &*sent), (ErrorKind::NotUnique, "GET"));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_looked_up() {
    let (team, sent) = outcome([list(NONE), lost(), list(NONE), list(ONE)]).await;
    let team = team.unwrap();
    assert!(!team.is_created());
    assert_eq!((&*team.into_entity().unwrap().id, &*sent), ("7", "GET POST GET GET"));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_that_stays_unknown_is_an_error() {
    let missing = || [list(NONE), list(NONE), list(NONE), list(NONE), list(NONE)];
    let (team, sent) = outcome([list(NONE), lost()].into_iter().chain(missing())).await;
    assert_eq!((team.unwrap_err().kind(), &*sent), (ErrorKind::Ambiguous, "GET POST GET GET GET GET GET"));

    let (team, sent) = outcome([list(NONE), lost(), status(403)]).await;
    assert_eq!((team.unwrap_err().kind(), &*sent), (ErrorKind::Ambiguous, "GET POST GET"));

    let (client, received) = client([list(NONE), lost()].into_iter().chain(missing()));
    let error = create(&client).deadline(Duration::from_secs(3)).interval(Duration::from_secs(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Ambiguous);
    assert!(received.count() < 5, "{}", received.count());
}

#[tokio::test]
async fn nothing_is_sent_without_a_natural_key() {
    let (client, received) = client([]);
    let team = || Team::create().rank(3).labels(["x"]);
    let create = || client.create(Team::collection(), team());
    let missing = create().unless_exists(|team| team.name.property()).await.unwrap_err();
    assert!(missing.to_string().contains("`name` identifies the entity, but it is not set"), "{missing}");
    let unsuitable = create().unless_exists(|team| team.labels.property()).await.unwrap_err();
    assert!(unsuitable.to_string().contains("`labels` cannot identify an entity"), "{unsuitable}");
    assert_eq!((missing.kind(), received.count()), (ErrorKind::Request, 0));
}

#[tokio::test]
async fn errors_of_the_lookup_and_of_the_creation_are_returned() {
    let (team, sent) = outcome([status(403)]).await;
    assert_eq!((team.unwrap_err().status().map(|status| status.as_u16()), &*sent), (Some(403), "GET"));
    let (team, sent) = outcome([list(NONE), status(409)]).await;
    assert_eq!((team.unwrap_err().status().map(|status| status.as_u16()), &*sent), (Some(409), "GET POST"));
}
