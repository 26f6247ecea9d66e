//! Programs that ensure what should exist, against the sandbox.

use std::time::Duration;

use graph_core::plan::{Action, Mode, Plan, Planned, Run};
use graph_core::schema::Version;
use graph_core::{Error, ErrorKind, GraphClient, QueryExt as _, graph_complex, graph_resource};
use graph_sandbox::{Hazard, Sandbox, ScriptedResponse};
use serde_json::json;

#[graph_complex(odata_type = "#microsoft.graph.policyScope", tag = never)]
#[derive(Debug, Clone)]
struct Scope {
    platform: Option<String>,
    ring: Option<i32>,
}

#[graph_resource(path = "/deviceManagement/policies/{policyId}", odata_type = "#microsoft.graph.policy", tag = never)]
#[derive(Debug, Clone)]
struct Policy {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    description: Option<String>,
    scope: Option<Scope>,
    tags: Vec<String>,
}

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never)]
#[derive(Debug, Clone)]
struct Group {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

/// The sandbox has one replica.
const SHORT: Duration = Duration::from_millis(5);

const NAMES: [&str; 6] = ["Baseline", "O'Neil's", "50 % & more", "a/b?c#d", "Zürich", "+1 +2"];

async fn start() -> (Sandbox, GraphClient) {
    let sandbox = Sandbox::builder().resource::<Policy>().resource::<Group>().start().await.expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client");
    (sandbox, graph)
}

fn policy(name: &str) -> PolicyCreate {
    let scope = Scope { platform: Some("windows".to_owned()), ring: Some(1) };
    Policy::create().display_name(name).description("managed").scope(scope).tags(["a", "b"])
}

/// A group, policies, and a policy that needs the id of the group.
async fn program(graph: &GraphClient, run: &mut Run) -> Result<(), Error> {
    let staff = Group::create().display_name("All staff");
    let group = run.ensure(graph.ensure(Group::collection(), staff, |group| group.display_name.property())).await?;
    for name in NAMES {
        let policy = graph.ensure(Policy::collection(), policy(name), |policy| policy.display_name.property());
        run.ensure(policy.settled().interval(SHORT)).await?;
    }
    let last = group.map(|group| {
        let policy = Policy::create().display_name("For staff").description(&group.id).tags(["staff"]);
        graph.ensure(Policy::collection(), policy, |policy| policy.display_name.property())
    });
    run.step_after(last, || Planned::create("policy", "For staff")).await
}

async fn run(graph: &GraphClient, mode: Mode) -> Plan {
    let mut run = Run::new(mode);
    program(graph, &mut run).await.expect("a program without errors");
    run.into_plan()
}

fn writes(sandbox: &Sandbox) -> usize {
    sandbox.requests().iter().filter(|request| request.method() != "GET").count()
}

fn counts(plan: &Plan) -> [usize; 3] {
    [Action::Create, Action::Update, Action::Unchanged].map(|action| plan.count(action))
}

#[tokio::test]
async fn a_program_is_planned_applied_and_then_has_nothing_to_do() {
    let (sandbox, graph) = start().await;
    let plan = run(&graph, Mode::Plan).await;
    assert_eq!((counts(&plan), writes(&sandbox)), ([8, 0, 0], 0));
    assert!(plan.to_string().starts_with("+ create group \"All staff\"\n+ create policy \"Baseline\"\n"), "{plan}");

    let done = run(&graph, Mode::Apply).await;
    assert_eq!((counts(&done), writes(&sandbox)), ([8, 0, 0], 8));

    for mode in [Mode::Plan, Mode::Apply] {
        let again = run(&graph, mode).await;
        assert_eq!((counts(&again), writes(&sandbox), again.has_changes()), ([0, 0, 8], 8, false), "{again}");
    }
}

#[tokio::test]
async fn drift_is_repaired_and_nothing_else_is_sent() {
    let (sandbox, graph) = start().await;
    run(&graph, Mode::Apply).await;
    let ensured = graph
        .ensure(Policy::collection(), policy("O'Neil's"), |policy| policy.display_name.property())
        .await
        .expect("the policy");
    // another client changes one property that is managed, and one member that is not the policy's name
    let drift = json!({ "description": "changed", "scope": { "ring": 7 } });
    sandbox.update(Policy::at(&ensured.id), drift).expect("an update");

    let plan = run(&graph, Mode::Plan).await;
    assert_eq!(counts(&plan), [0, 1, 7]);
    assert!(plan.to_string().contains("~ update policy \"O'Neil's\": description, scope\n"), "{plan}");
    let before = writes(&sandbox);
    assert_eq!(counts(&run(&graph, Mode::Apply).await), [0, 1, 7]);
    assert_eq!(writes(&sandbox), before + 1);
    let path = format!("/deviceManagement/policies/{}", ensured.id);
    let stored = sandbox.entity_json(Version::V1, &path).expect("the policy");
    assert_eq!((&stored["description"], &stored["scope"]["ring"]), (&json!("managed"), &json!(1)));
    assert!(!run(&graph, Mode::Plan).await.has_changes());
}

#[tokio::test]
async fn a_lost_response_creates_nothing_twice() {
    let (sandbox, graph) = start().await;
    let lost = || ScriptedResponse::pass_through().discard().for_method("POST");
    sandbox.script([lost(), lost(), lost()]).expect("a script");
    let done = run(&graph, Mode::Apply).await;
    assert_eq!((counts(&done), writes(&sandbox), sandbox.script_len()), ([8, 0, 0], 8, 0));
    assert_eq!(counts(&run(&graph, Mode::Apply).await), [0, 0, 8]);
    assert_eq!(writes(&sandbox), 8);
}

#[tokio::test]
async fn duplicates_and_ignored_filters_are_errors_without_a_write() {
    let (sandbox, graph) = start().await;
    for id in ["1", "2"] {
        let policy = json!({ "id": id, "displayName": "Twice", "description": null, "scope": null, "tags": [] });
        sandbox.seed(Policy::at(id), policy).expect("a policy");
    }
    let ensure = |name| graph.ensure(Policy::collection(), policy(name), |policy| policy.display_name.property());
    assert_eq!(ensure("Twice").await.expect_err("duplicates").kind(), ErrorKind::NotUnique);
    sandbox.script([ScriptedResponse::pass_through().hazard(Hazard::IgnoredFilter)]).expect("a script");
    assert_eq!(ensure("Other").await.expect_err("all policies").kind(), ErrorKind::FilterIgnored);
    assert_eq!(writes(&sandbox), 0);
}

#[tokio::test]
async fn writes_are_settled() {
    let (sandbox, graph) = start().await;
    let created = graph.create(Policy::collection(), policy("A")).settled().interval(SHORT).await.expect("a policy");
    assert_eq!(created.reads(), 2);
    let id = created.entity().expect("the policy").id.clone();
    let update = Policy::update().description("x").scope(Scope { platform: None, ring: Some(2) });
    assert_eq!(graph.update(Policy::at(&id), update).settled().interval(SHORT).await.expect("an update").reads(), 2);
    let is_changed = |policy: &Policy| policy.description.as_deref() == Some("x");
    graph.until(Policy::at(&id), is_changed).await.expect("the updated policy");
    assert_eq!(graph.delete(Policy::at(&id)).settled().interval(SHORT).await.expect("a deletion").reads(), 2);
    assert_eq!(sandbox.entity_json(Version::V1, &format!("/deviceManagement/policies/{id}")), None);
}
