//! Programs that ensure what should exist, against the sandbox.

use std::time::Duration;

use graph_core::pacing::Pacing;
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

/// Returns numbers below `limit` that are the same in each run of the test.
fn random_numbers(limit: u64) -> impl FnMut() -> u64 {
    let mut state = 7_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    }
}

/// Ensures many groups, with changes of some that exist.
async fn many(graph: &GraphClient, count: usize, run: &mut Run) -> Result<(), Error> {
    for number in 0..count {
        let policy = policy(&format!("Policy {number}"));
        run.ensure(graph.ensure(Policy::collection(), policy, |policy| policy.display_name.property())).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_program_that_is_killed_again_and_again_creates_nothing_twice() {
    const POLICIES: usize = 200;
    const KILLS: usize = 50;
    let received = std::sync::Arc::new(tokio::sync::Notify::new());
    let observer = std::sync::Arc::clone(&received);
    let sandbox = Sandbox::builder()
        .resource::<Policy>()
        .record_limit(100_000)
        .on_request(move |_| observer.notify_one())
        .start()
        .await
        .expect("a sandbox");
    let client = || {
        let builder = GraphClient::builder(sandbox.cloud()).token("any");
        builder.pacing(Pacing::off()).build().expect("a client")
    };
    // every third policy exists with another description
    for number in (0..POLICIES).step_by(3) {
        let name = format!("Policy {number}");
        let old = json!({ "id": name, "displayName": name, "description": "old", "scope": null, "tags": [] });
        sandbox.seed(Policy::at(&name), old).expect("a policy");
    }

    let mut random = random_numbers(16);
    let mut done = 0;
    for _ in 0..KILLS {
        let graph = client();
        // each program gets further than the one before, and is killed while a request is being processed
        let requests = done + random();
        let program = tokio::spawn(async move {
            let mut run = Run::new(Mode::Apply);
            many(&graph, POLICIES, &mut run).await.map(|()| run)
        });
        for _ in 0..requests {
            received.notified().await;
            if program.is_finished() {
                break;
            }
        }
        program.abort();
        _ = program.await;
        done += 4;
        // what the sandbox has received is processed
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    let graph = client();
    let mut last = Run::new(Mode::Apply);
    many(&graph, POLICIES, &mut last).await.expect("a program without errors");
    let mut names = Vec::new();
    for policy in graph.list(Policy::collection()).try_collect().await.expect("the policies") {
        assert_eq!((policy.description.as_deref(), policy.tags.len()), (Some("managed"), 2));
        names.push(policy.into_value().display_name.expect("a name"));
    }
    names.sort_unstable();
    let mut expected: Vec<_> = (0..POLICIES).map(|number| format!("Policy {number}")).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    let mut plan = Run::new(Mode::Plan);
    many(&graph, POLICIES, &mut plan).await.expect("a plan");
    assert!(!plan.plan().has_changes());
}
