use std::time::Duration;

use super::response;
use super::scripted::{Received, Step, scripted, status};
use crate::client::{Action, GraphClient, Mode, Planned, Run};
use crate::failure::ErrorKind;
use crate::{Error, QueryExt as _, graph_complex, graph_resource};

#[graph_complex(crate = crate, odata_type = "#microsoft.graph.place")]
#[derive(Debug, Clone)]
struct Place {
    city: Option<String>,
    street: Option<String>,
}

#[graph_resource(crate = crate, path = "/teams/{teamId}", odata_type = "#microsoft.graph.team", tag = never)]
#[derive(Debug, Clone)]
struct Team {
    #[graph(key)]
    id: String,
    name: Option<String>,
    description: Option<String>,
    place: Option<Place>,
    #[graph(create_only)]
    is_private: Option<bool>,
    #[graph(read_only)]
    member_count: Option<i32>,
}

fn client(steps: impl IntoIterator<Item = Step>) -> (GraphClient, Received) {
    let (builder, received) = scripted(steps);
    (builder.build().unwrap(), received)
}

fn body(text: &'static str) -> Step {
    Step::Respond(response(200), text)
}

fn lost() -> Step {
    Step::Break(std::io::ErrorKind::ConnectionReset)
}

/// Returns the methods, and the bodies of writes.
fn sent(received: &Received) -> Vec<String> {
    let line = |request: &http::Request<bytes::Bytes>| {
        format!("{} {}", request.method(), String::from_utf8_lossy(request.body())).trim().to_owned()
    };
    received.requests().iter().map(line).collect()
}

fn wanted() -> TeamCreate {
    Team::create().name("O'Neil").description("new")
}

async fn ensure(client: &GraphClient) -> Result<crate::client::Ensured<Team>, Error> {
    client.ensure(Team::collection(), wanted(), |team| team.name.property()).await
}

const NONE: &str = r#"{"value":[]}"#;
const OLD: &str = r#"{"value":[{"@odata.etag":"W/\"1\"","id":"a/b","name":"O'Neil","description":"old","place":null,"isPrivate":true,"memberCount":3}]}"#;
const NEW: &str =
    r#"{"value":[{"id":"a/b","name":"O'Neil","description":"new","place":null,"isPrivate":true,"memberCount":3}]}"#;
const CREATED: &str =
    r#"{"id":"9","name":"O'Neil","description":"new","place":null,"isPrivate":null,"memberCount":null}"#;

#[tokio::test]
async fn what_does_not_exist_is_created() {
    let (client, received) = client([body(NONE), Step::Respond(response(201), CREATED)]);
    let team = ensure(&client).await.unwrap();
    assert_eq!((&*team.id, team.planned().action()), ("9", Action::Create));
    assert_eq!(sent(&received), ["GET", r#"POST {"name":"O'Neil","description":"new"}"#]);
    let lookup = received.requests()[0].uri().path_and_query().unwrap().to_string();
    assert_eq!(
        lookup,
        "/v1.0/teams?$select=id,name,description,place,isPrivate,memberCount&$filter=name%20eq%20%27O%27%27Neil%27"
    );
}

#[tokio::test]
async fn what_differs_is_updated_with_the_etag() {
    let (client, received) = client([body(OLD), status(204)]);
    let team = ensure(&client).await.unwrap();
    assert_eq!(team.planned().to_string(), r#"~ update team "O'Neil": description"#);
    assert_eq!((team.description.as_deref(), team.member_count), (Some("new"), Some(3)));
    assert_eq!(sent(&received), ["GET", r#"PATCH {"description":"new"}"#]);
    assert_eq!(received.requests()[1].uri().path(), "/v1.0/teams/a%2Fb");
    assert_eq!(received.headers("if-match")[1].as_deref(), Some("W/\"1\""));
}

#[tokio::test]
async fn what_is_equal_is_left_alone() {
    let (client, received) = client([body(NEW)]);
    let team = ensure(&client).await.unwrap();
    assert_eq!(team.planned().to_string(), r#"= unchanged team "O'Neil""#);
    assert_eq!((&*team.id, sent(&received)), ("a/b", vec!["GET".to_owned()]));
}

#[tokio::test]
async fn a_plan_reads_only() {
    for (found, shown) in [
        (NONE, r#"+ create team "O'Neil""#),
        (OLD, r#"~ update team "O'Neil": description"#),
        (NEW, r#"= unchanged team "O'Neil""#),
    ] {
        let (client, received) = client([body(found)]);
        let plan = client.ensure(Team::collection(), wanted(), |team| team.name.property()).plan().await.unwrap();
        assert_eq!((plan.to_string(), sent(&received)), (shown.to_owned(), vec!["GET".to_owned()]));
    }
}

#[tokio::test]
async fn a_plan_has_values_in_its_details_only() {
    let (client, _) = client([body(OLD)]);
    let plan = client.ensure(Team::collection(), wanted(), |team| team.name.property()).plan().await.unwrap();
    let expected =
        serde_json::json!({ "action": "update", "type": "team", "name": "O'Neil", "changes": ["description"] });
    assert_eq!(serde_json::to_value(&plan).unwrap(), expected);
    let change = serde_json::json!({ "name": "description", "before": "old", "after": "new" });
    assert_eq!(serde_json::to_value(plan.details()).unwrap()["changes"][0], change);
    assert!(!format!("{plan:?}").contains("old"));
}

#[tokio::test]
async fn several_entities_with_the_name_are_an_error() {
    const TWO: &str = r#"{"value":[
        {"id":"1","name":"O'Neil","description":"new","place":null,"isPrivate":null,"memberCount":null},
        {"id":"2","name":"O'Neil","description":"old","place":null,"isPrivate":null,"memberCount":null}]}"#;
    let (client, received) = client([body(TWO)]);
    let error = ensure(&client).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::NotUnique, 1));
    assert!(error.to_string().contains("2 entities have the wanted `name`"), "{error}");
}

#[tokio::test]
async fn text_in_another_case_is_the_same_name_and_other_text_is_not() {
    const BOTH: &str = r#"{"value":[
        {"id":"1","name":"o'neil","description":"x","place":null,"isPrivate":null,"memberCount":null},
        {"id":"2","name":"O'Neil","description":"new","place":null,"isPrivate":null,"memberCount":null}]}"#;
    const OTHER: &str = r#"{"value":[
        {"id":"1","name":"O'N\u00e9il","description":"x","place":null,"isPrivate":null,"memberCount":null}]}"#;
    const SIMILAR: &str = r#"{"value":[
        {"id":"1","name":"o'neil ","description":"new","place":null,"isPrivate":null,"memberCount":null}]}"#;
    let (similar, received) = client([body(SIMILAR), status(204)]);
    assert_eq!(ensure(&similar).await.unwrap().planned().to_string(), r#"~ update team "O'Neil": name"#);
    assert_eq!(sent(&received)[1], r#"PATCH {"name":"O'Neil"}"#);

    // the service takes both as equal, and only one of them has the exact text
    let (both, received) = client([body(BOTH)]);
    assert_eq!((&*ensure(&both).await.unwrap().id, received.count()), ("2", 1));

    // a collation may take `é` and `e` as equal
    let (other, received) = client([body(OTHER), Step::Respond(response(201), CREATED)]);
    ensure(&other).await.unwrap();
    assert!(sent(&received)[1].starts_with("POST"), "{:?}", sent(&received));
}

#[tokio::test]
async fn an_ignored_filter_is_an_error() {
    const ANY: &str = r#"{"value":[
        {"id":"1","name":"Other","description":"new","place":null,"isPrivate":null,"memberCount":null}]}"#;
    let (client, received) = client([body(ANY)]);
    let error = ensure(&client).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::FilterIgnored, 1));
}

#[tokio::test]
async fn a_name_that_is_missing_or_not_suitable_is_an_error_before_anything_is_sent() {
    let (client, received) = client([]);
    let without = client.ensure(Team::collection(), Team::create(), |team| team.name.property()).await.unwrap_err();
    assert!(without.to_string().contains("`name` identifies the entity, but it is not set"), "{without}");
    let create = Team::create().place(Place { city: None, street: None });
    let complex = client.ensure(Team::collection(), create, |team| team.place.property()).await.unwrap_err();
    assert!(complex.to_string().contains("`place` cannot identify an entity"), "{complex}");
    let empty = client.ensure(Team::collection(), Team::create().name(""), |team| team.name.property());
    let empty = empty.await.unwrap_err();
    assert!(empty.to_string().contains("its value is empty"), "{empty}");
    for error in [without, complex, empty] {
        assert_eq!(error.kind(), ErrorKind::Request);
    }
    assert_eq!(received.count(), 0);
}

#[tokio::test]
async fn a_property_that_only_a_creation_can_set_is_an_error_if_it_differs() {
    let ensure = |client: &GraphClient| {
        client.ensure(Team::collection(), wanted().is_private(false), |team| team.name.property())
    };
    let (strict, received) = client([body(NEW)]);
    let error = ensure(&strict).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Request, 1));
    assert!(error.to_string().contains("`isPrivate` differs in the entity that exists"), "{error}");
    let (lenient, _) = client([body(NEW)]);
    assert_eq!(ensure(&lenient).ignore_create_only().await.unwrap().planned().action(), Action::Unchanged);
    let (same, _) = client([body(NEW)]);
    let same = same.ensure(Team::collection(), wanted().is_private(true), |team| team.name.property());
    assert_eq!(same.await.unwrap().planned().action(), Action::Unchanged);
}

#[tokio::test]
async fn properties_can_be_left_out_of_the_comparison() {
    let ensure = |client: &GraphClient| {
        let wanted = wanted().is_private(false);
        client
            .ensure(Team::collection(), wanted, |team| team.name.property())
            .except(|team| [team.description.property()])
            .except(|team| [team.is_private.property()])
    };
    let (existing, received) = client([body(OLD)]);
    assert_eq!(ensure(&existing).await.unwrap().planned().action(), Action::Unchanged);
    assert_eq!(received.count(), 1);
    let (absent, received) = client([body(NONE), Step::Respond(response(201), CREATED)]);
    ensure(&absent).await.unwrap();
    assert_eq!(sent(&received)[1], r#"POST {"name":"O'Neil","description":"new","isPrivate":false}"#);
}

#[tokio::test]
async fn a_complex_value_keeps_its_other_members() {
    const PLACED: &str = r#"{"value":[{"id":"1","name":"O'Neil","description":"new",
        "place":{"city":"Z","street":"S"},"isPrivate":null,"memberCount":null}]}"#;
    let ensure = |client: &GraphClient, city: &str| {
        let place = Place { city: Some(city.to_owned()), street: None };
        client.ensure(Team::collection(), wanted().place(place), |team| team.name.property())
    };
    let (same, received) = client([body(PLACED)]);
    assert_eq!(ensure(&same, "Z").await.unwrap().planned().action(), Action::Unchanged);
    assert_eq!(received.count(), 1);
    let (other, received) = client([body(PLACED), status(204)]);
    let team = ensure(&other, "Y").await.unwrap();
    assert_eq!(team.place.as_ref().unwrap().street.as_deref(), Some("S"));
    assert!(sent(&received)[1].contains(r#""city":"Y","street":"S""#), "{:?}", sent(&received));
}

#[tokio::test]
async fn a_change_of_another_client_is_compared_again() {
    let (client, received) = client([body(OLD), status(412), body(NEW)]);
    let team = ensure(&client).await.unwrap();
    assert_eq!((team.planned().action(), sent(&received).len()), (Action::Unchanged, 3));
    let (stubborn, received) = self::client((0..20).flat_map(|_| [body(OLD), status(412)]));
    assert!(ensure(&stubborn).await.unwrap_err().is_precondition_failed());
    assert_eq!(received.count(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_creation_with_an_unknown_outcome_is_looked_up() {
    let (found, received) = client([body(NONE), lost(), body(NONE), body(NEW)]);
    let team = ensure(&found).await.unwrap();
    assert_eq!((&*team.id, team.planned().action()), ("a/b", Action::Create));
    assert_eq!(sent(&received).iter().filter(|line| line.starts_with("POST")).count(), 1);

    let (absent, received) = client([body(NONE), lost()].into_iter().chain((0..20).map(|_| body(NONE))));
    let error = ensure(&absent).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Ambiguous, 7));

    let (failing, received) = client([body(NONE), lost(), status(500)]);
    assert_eq!(ensure(&failing).await.unwrap_err().kind(), ErrorKind::Ambiguous);
    assert_eq!(received.count(), 3);

    // another client created it with other values
    let (other, received) = client([body(NONE), lost(), body(OLD), status(204)]);
    assert_eq!(ensure(&other).await.unwrap().planned().action(), Action::Create);
    assert_eq!(sent(&received)[3], r#"PATCH {"description":"new"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_creation_without_an_entity_is_looked_up() {
    let (visible, _) = client([body(NONE), status(204), body(NONE), body(NEW)]);
    let team = ensure(&visible).await.unwrap();
    assert_eq!((&*team.id, team.planned().action()), ("a/b", Action::Create));

    let (hidden, received) = client([body(NONE), status(204)].into_iter().chain((0..99).map(|_| body(NONE))));
    let operation = hidden.ensure(Team::collection(), wanted(), |team| team.name.property());
    let error = operation.deadline(Duration::from_secs(60)).await.unwrap_err();
    let expected = format!("within the deadline of 60 s: the last of {} reads did not find it", received.count() - 2);
    assert!(error.is_timeout() && error.to_string().contains(&expected), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_settled_change_is_found_by_the_next_run() {
    let ensure =
        |client: &GraphClient| client.ensure(Team::collection(), wanted(), |team| team.name.property()).settled();
    let (lagging, received) = client([body(OLD), status(204), body(OLD), body(NEW), body(OLD), body(NEW), body(NEW)]);
    ensure(&lagging).await.unwrap();
    assert_eq!((received.count(), ensure(&lagging).deadline(Duration::ZERO).plan().await.is_err()), (7, true));

    let (unchanged, received) = client([body(NEW), body(NEW)]);
    ensure(&unchanged).await.unwrap();
    assert_eq!(received.count(), 2);

    let (forbidden, _) = client([body(OLD), status(204), status(403)]);
    let error = ensure(&forbidden).await.unwrap_err();
    assert!(error.to_string().contains("the service reported the change before"), "{error}");
    let (forbidden, _) = client([status(403)]);
    let error = ensure(&forbidden).await.unwrap_err();
    assert!(!error.to_string().contains("change"), "{error}");

    let (never, _) = client([body(OLD), status(204)].into_iter().chain((0..99).map(|_| body(OLD))));
    let error = ensure(&never).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("showed other values of `description`"), "{error}");
}

/// A program of two steps. The second one needs the first one.
async fn program(client: &GraphClient, run: &mut Run) -> Result<(), Error> {
    let first = run.ensure(client.ensure(Team::collection(), wanted(), |team| team.name.property())).await?;
    let second = first.map(|team| {
        let partner = Team::create().name("Partner").description(team.id.clone());
        client.ensure(Team::collection(), partner, |team| team.name.property())
    });
    run.step_after(second, || Planned::create("team", "Partner")).await
}

#[tokio::test]
async fn a_run_plans_and_applies_a_program() {
    let (planning, received) = client([body(NONE)]);
    let mut run = Run::new(Mode::Plan);
    program(&planning, &mut run).await.unwrap();
    assert_eq!(
        run.plan().to_string(),
        "+ create team \"O'Neil\"\n+ create team \"Partner\"\nPlan: 2 to create, 0 to update, 0 unchanged"
    );
    assert_eq!((received.count(), exit_code(&run)), (1, 2));

    let (applying, received) =
        client([body(NONE), Step::Respond(response(201), CREATED), body(NONE), Step::Respond(response(201), CREATED)]);
    let mut run = Run::new(Mode::Apply);
    program(&applying, &mut run).await.unwrap();
    assert!(run.plan().to_string().ends_with("\nDone: 2 created, 0 updated, 0 unchanged"), "{}", run.plan());
    assert_eq!(sent(&received)[3], r#"POST {"name":"Partner","description":"9"}"#);
    assert_eq!(exit_code(&run), 0);
    let json = serde_json::to_value(run.into_plan()).unwrap();
    assert_eq!(
        (&json["applied"], &json["create"], &json["steps"][1]["name"]),
        (&true.into(), &2.into(), &"Partner".into())
    );
}

fn exit_code(run: &Run) -> u8 {
    let code = format!("{:?}", run.plan().exit_code());
    u8::from(code != format!("{:?}", std::process::ExitCode::SUCCESS)) * 2
}

#[tokio::test]
async fn a_failed_step_leaves_the_plan_of_those_before() {
    let (client, _) = client([body(NEW), status(403)]);
    let mut run = Run::new(Mode::Apply);
    assert!(program(&client, &mut run).await.unwrap_err().is_forbidden());
    assert_eq!(run.plan().steps().len(), 1);
}

#[tokio::test]
async fn an_ensure_can_be_spawned() {
    let (client, received) = client([body(NEW)]);
    let ensure = client.ensure(Team::collection(), wanted(), |team| team.name.property());
    tokio::spawn(ensure.send()).await.unwrap().unwrap();
    assert_eq!(received.count(), 1);
}

#[graph_complex(crate = crate, odata_type = "#microsoft.graph.rule", tag = never)]
#[derive(Debug, Clone)]
struct Rule {
    name: Option<String>,
    #[graph(dynamic_properties)]
    rest: crate::DynamicProperties,
}

#[graph_resource(crate = crate, path = "/plans/{planId}", odata_type = "#microsoft.graph.plan", tag = never)]
#[derive(Debug, Clone)]
struct Project {
    #[graph(key)]
    id: String,
    name: Option<String>,
    weight: Option<f64>,
    rules: Vec<Rule>,
}

#[tokio::test]
async fn what_the_service_adds_to_elements_is_not_a_difference() {
    const FOUND: &str =
        r#"{"value":[{"id":"1","name":"A","weight":null,"rules":[{"id":"r1","name":"x","hidden":[7]}]}]}"#;
    let rule = |name: &str| Rule { name: Some(name.to_owned()), rest: crate::DynamicProperties::default() };
    let ensure = async |client: &GraphClient, name| {
        let project = Project::create().name("A").rules([rule(name)]);
        client.ensure(Project::collection(), project, |project| project.name.property()).await.unwrap()
    };
    let (equal, received) = client([body(FOUND)]);
    assert_eq!((ensure(&equal, "x").await.planned().action(), received.count()), (Action::Unchanged, 1));
    let (differing, received) = client([body(FOUND), status(204)]);
    ensure(&differing, "y").await;
    assert_eq!(sent(&received)[1], r#"PATCH {"rules":[{"name":"y"}]}"#);
}

#[tokio::test]
async fn a_key_that_identifies_no_entity_is_an_error() {
    let (client, received) = client([]);
    let error = client.ensure(Project::collection(), Project::create().name(""), |project| project.name.property());
    let error = error.await.unwrap_err();
    assert!(error.to_string().contains("`name` identifies the entity, but its value is empty"), "{error}");
    let project = Project::create().weight(f64::NAN);
    let error = client.ensure(Project::collection(), project, |project| project.weight.property()).await.unwrap_err();
    assert!(error.to_string().contains("`weight` identifies the entity, but its value is empty"), "{error}");
    assert_eq!(received.count(), 0);
}

#[tokio::test]
async fn an_unchanged_entity_is_confirmed_if_it_must_be_settled() {
    let ensure = async |client: &GraphClient| {
        let team = client.ensure(Team::collection(), wanted(), |team| team.name.property());
        team.settled().interval(Duration::from_millis(1)).await.unwrap().planned().action()
    };
    let (same, received) = client([body(NEW), body(NEW)]);
    assert_eq!((ensure(&same).await, received.count()), (Action::Unchanged, 2));
    // the first lookup lags behind a change of another client
    let (stale, received) = client([body(NEW), body(OLD), status(204), body(NEW), body(NEW)]);
    assert_eq!((ensure(&stale).await, received.count()), (Action::Update, 5));
}

#[tokio::test(start_paused = true)]
async fn a_stale_etag_is_awaited() {
    let conflict = || status(412);
    let steps = [body(OLD), conflict(), body(OLD), conflict(), body(OLD), conflict(), body(OLD), status(204)];
    let (client, received) = client(steps);
    assert_eq!(ensure(&client).await.unwrap().planned().action(), Action::Update);
    let intervals = received.intervals();
    // the first conflict is resolved at once, and the others are given time, on the paused clock
    let waits: Vec<_> = intervals.iter().map(|wait| *wait > 0).collect();
    assert_eq!(waits, [false, false, false, true, false, true, false], "{intervals:?}");
}
