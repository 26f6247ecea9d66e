//! Programs that are killed at any moment, and run again.

use std::sync::Arc;
use std::time::Duration;

use graph_core::pacing::Pacing;
use graph_core::plan::{Mode, Planned, Run};
use graph_core::{GraphClient, QueryExt as _, graph_resource};
use graph_intune::{AssignmentsExt as _, AssignmentsOperation, Target};
use graph_sandbox::Sandbox;
use serde_json::json;
use tokio::sync::Notify;

#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}",
    odata_type = "#microsoft.graph.windows10CompliancePolicy"
)]
#[derive(Debug, Clone)]
struct Policy {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    description: Option<String>,
    password_minimum_length: Option<i32>,
}

const POLICIES: usize = 200;
const KILLS: usize = 50;
/// The group that another program assigned.
const FOREIGN: &str = "foreign";
/// The sandbox has one replica.
const SHORT: Duration = Duration::from_micros(100);

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Returns numbers below `limit` that are the same in each run of the test.
fn random_numbers(limit: usize) -> impl FnMut() -> usize {
    let mut state = 7_usize;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    }
}

fn name_of(number: usize) -> String {
    format!("Policy {number}")
}

/// Whether a policy exists before the program, with another description and an assignment of another program.
fn exists_before(number: usize) -> bool {
    number.is_multiple_of(3)
}

/// Whether the program removes the assignments that it does not make.
fn is_replaced(number: usize) -> bool {
    number.is_multiple_of(5)
}

/// The targets that the program wants.
fn targets(number: usize) -> Vec<Target> {
    let groups = (0..=number % 3).map(|group| Target::group(format!("group {group}")));
    let devices = number.is_multiple_of(2).then(Target::all_devices);
    let excluded = number.is_multiple_of(7).then(|| Target::exclude_group("interns"));
    groups.chain(devices).chain(excluded).collect()
}

fn assignments(graph: &GraphClient, number: usize, id: &str) -> AssignmentsOperation<Policy> {
    let operation = graph.assignments(Policy::at(id)).sole_writer().interval(SHORT).times(1);
    if is_replaced(number) {
        return operation.replace(targets(number));
    }
    targets(number).into_iter().fold(operation, AssignmentsOperation::add)
}

/// Ensures all policies with their assignments.
async fn program(graph: &GraphClient, run: &mut Run) -> Result<(), AnyError> {
    for number in 0..POLICIES {
        let name = name_of(number);
        let policy = Policy::create().display_name(&*name).description("managed").password_minimum_length(12);
        let policy = graph.ensure(Policy::collection(), policy, |policy| policy.display_name.property());
        let policy = run.ensure(policy).await?;
        let step = policy.map(|policy| assignments(graph, number, &policy.id).step(&*name));
        run.step_after(step, || Planned::create("assignments", &*name)).await?;
    }
    Ok(())
}

struct Tenant {
    sandbox: Sandbox,
    received: Arc<Notify>,
}

impl Tenant {
    async fn start() -> Self {
        let received = Arc::new(Notify::new());
        let observer = Arc::clone(&received);
        let sandbox = Sandbox::builder()
            .resource::<Policy>()
            .record_limit(1_000_000)
            .on_request(move |_| observer.notify_one())
            .start()
            .await
            .expect("a sandbox");
        let tenant = Self { sandbox, received };
        let graph = tenant.client();
        for number in (0..POLICIES).filter(|number| exists_before(*number)) {
            let id = format!("old-{number}");
            let old = json!({ "id": id, "displayName": name_of(number), "description": "old" });
            tenant.sandbox.seed(Policy::at(&id), old).expect("a policy");
            let foreign = graph.assignments(Policy::at(&id)).add(Target::group(FOREIGN)).sole_writer();
            foreign.interval(SHORT).times(1).await.expect("an assignment of another program");
        }
        tenant
    }

    fn client(&self) -> GraphClient {
        let builder = GraphClient::builder(self.sandbox.cloud()).token("any");
        builder.pacing(Pacing::off()).build().expect("a client")
    }

    /// Runs the program until the service has received a number of requests, and kills it while it processes the last one.
    ///
    /// Returns whether the program was killed before its end.
    async fn run_and_kill(&self, requests: usize) -> bool {
        let graph = self.client();
        let mut program = tokio::spawn(async move {
            let mut run = Run::new(Mode::Apply);
            program(&graph, &mut run).await
        });
        let mut received = 0;
        let is_killed = loop {
            tokio::select! {
                _ = &mut program => break false,
                () = self.received.notified() => received += 1,
            }
            if received == requests {
                program.abort();
                _ = program.await;
                break true;
            }
        };
        // what the sandbox has received is processed
        tokio::time::sleep(Duration::from_millis(10)).await;
        is_killed
    }

    /// Checks that each policy and each assignment is there once, and nothing else.
    async fn check(&self) {
        let graph = self.client();
        let policies = graph.list(Policy::collection()).try_collect().await.expect("the policies");
        let names = |policy: &Policy| policy.display_name.clone().expect("a name");
        let mut found: Vec<_> = policies.iter().map(|policy| names(policy)).collect();
        let mut expected: Vec<_> = (0..POLICIES).map(name_of).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
        for policy in &policies {
            assert_eq!((policy.description.as_deref(), policy.password_minimum_length), (Some("managed"), Some(12)));
            let name = names(policy);
            let number: usize = name.trim_start_matches("Policy ").parse().expect("a number");
            let mut wanted = targets(number);
            if exists_before(number) && !is_replaced(number) {
                wanted.push(Target::group(FOREIGN));
            }
            let list = graph.assignments(Policy::at(&policy.id)).read().await.expect("the assignments");
            assert_eq!(list.len(), wanted.len(), "{name}: {list:?}");
            assert!(wanted.iter().all(|target| list.contains(target)), "{name}: {list:?}");
        }
        let mut plan = Run::new(Mode::Plan);
        program(&graph, &mut plan).await.expect("a plan");
        assert!(!plan.plan().has_changes(), "{}", plan.plan());
    }
}

#[tokio::test]
async fn the_tenant_is_as_planned_after_a_program_was_killed_fifty_times() {
    let tenant = Tenant::start().await;
    let mut random = random_numbers(16);
    let mut killed = 0;
    for round in 0..KILLS {
        // each program gets further than the one before: what is done takes two reads per policy
        let requests = 1 + round * 8 + random();
        killed += usize::from(tenant.run_and_kill(requests).await);
    }
    assert_eq!(killed, KILLS);
    let mut last = Run::new(Mode::Apply);
    program(&tenant.client(), &mut last).await.expect("a program without errors");
    assert!(last.plan().has_changes(), "the kills left something to do");
    tenant.check().await;
    let requests = tenant.sandbox.requests();
    let posts = |end: &str| {
        requests.iter().filter(|request| request.method() == "POST" && request.path().ends_with(end)).count()
    };
    let (created, assigned) = (posts("/deviceCompliancePolicies"), posts("/assign"));
    println!("{KILLS} kills, {} requests, {created} creations, {assigned} lists of assignments", requests.len());
    assert_eq!(created, (0..POLICIES).filter(|number| !exists_before(*number)).count());
}
