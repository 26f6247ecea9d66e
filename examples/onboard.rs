//! Onboards a department: a group, its members, and a policy that is assigned to the group. The program can run any number of times.
//!
//! `cargo run --example onboard` needs no account: a sandbox inside the process serves a few users. Its reads lag behind its writes, as
//! those of Microsoft Graph do, so each write is read back before the next step depends on it.
//!
//! - Without options, the program prints what it would do.
//! - `--apply` does it, then does it once more, and prints that nothing was left to do.
//! - `--check` plans at the end, and exits with 2 if something is not as it should be.
//! - `--live` uses the real service, with the token in `GRAPH_ACCESS_TOKEN`; the ids of the users are further arguments.

use std::collections::BTreeSet;
use std::env;
use std::error::Error as StdError;
use std::process::ExitCode;
use std::time::Duration;

use graph_core::plan::{Mode, Planned, PlannedChange, Run, Step, StepFuture};
use graph_core::{Cloud, Error, GraphClient, QueryExt as _, graph_resource};
use graph_intune::{AssignmentsExt as _, Target};
use graph_sandbox::{Lag, Sandbox, SandboxError};
use serde_json::{Value, json};

#[graph_resource(
    path = "/users/{userId}",
    paths(in_group = "/groups/{groupId}/members/{memberId}"),
    odata_type = "#microsoft.graph.user",
    tag = never
)]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

#[graph_resource(
    path = "/groups/{groupId}",
    odata_type = "#microsoft.graph.group",
    tag = never,
    links(members = [User])
)]
#[derive(Debug)]
struct Group {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    description: Option<String>,
    mail_nickname: Option<String>,
    mail_enabled: Option<bool>,
    security_enabled: Option<bool>,
}

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.windows10GeneralConfiguration",
    select = all // the path is the one of the base type, whose reads cannot select the properties of this one
)]
#[derive(Debug)]
struct Windows10Configuration {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    description: Option<String>,
    password_required: Option<bool>,
    password_minimum_length: Option<i32>,
}

const OPTIONS: [&str; 3] = ["--apply", "--check", "--live"];
const DEPARTMENT: &str = "Engines";
/// How often the list of members is read until it has all of them.
const MAX_READS: u32 = 10;

type AnyError = Box<dyn StdError + Send + Sync>;

/// The step that adds the users who are missing in a group. Other members are left alone.
struct Members<'a> {
    graph: &'a GraphClient,
    group: String,
    users: &'a [String],
    interval: Duration,
}

impl Members<'_> {
    /// Returns the users that are not members.
    async fn missing(&self) -> Result<Vec<&String>, Error> {
        let members = self.graph.list(User::collection_in_group(&self.group)).try_collect().await?;
        let members: BTreeSet<String> = members.into_iter().map(|member| member.into_value().id).collect();
        Ok(self.users.iter().filter(|user| !members.contains(*user)).collect())
    }

    fn planned(added: &[&String]) -> Planned {
        let changes = added.iter().map(|user| PlannedChange::new(&***user, Value::Null, json!("member")));
        Planned::update("members", DEPARTMENT, changes)
    }
}

impl Step for Members<'_> {
    type Error = AnyError;

    fn plan(&self) -> StepFuture<'_, AnyError> {
        Box::pin(async move { Ok(Self::planned(&self.missing().await?)) })
    }

    fn apply(&self) -> StepFuture<'_, AnyError> {
        Box::pin(async move {
            let missing = self.missing().await?;
            for user in &missing {
                self.graph.link(Group::at(&self.group), Group::members(), User::at(user)).await?;
            }
            // the list of members lags behind, like other reads
            for _ in 0..MAX_READS {
                if self.missing().await?.is_empty() {
                    return Ok(Self::planned(&missing));
                }
                tokio::time::sleep(self.interval).await;
            }
            Err(format!("the members were added, but {MAX_READS} reads did not show all of them").into())
        })
    }
}

/// Plans or makes all steps. Each needs what the steps before it have created.
async fn onboard(graph: &GraphClient, users: &[String], interval: Duration, run: &mut Run) -> Result<(), AnyError> {
    let group = Group::create()
        .display_name(DEPARTMENT)
        .description("Managed by the example `onboard`")
        .mail_nickname("engines")
        .mail_enabled(false)
        .security_enabled(true);
    let group = graph.ensure(Group::collection(), group, |group| group.display_name.property());
    let group = run.ensure(group.settled().interval(interval)).await?;

    let members = group.as_ref().map(|group| Members { graph, group: group.id.clone(), users, interval });
    run.step_after(members, || Planned::create("members", DEPARTMENT)).await?;

    let policy = Windows10Configuration::create()
        .display_name("Baseline of Engines")
        .description("Managed by the example `onboard`")
        .password_required(true)
        .password_minimum_length(12);
    let policy = graph.ensure(Windows10Configuration::collection(), policy, |policy| policy.display_name.property());
    let policy = run.ensure(policy.settled().interval(interval)).await?;

    let assignments = policy.zip(group).map(|(policy, group)| {
        let operation = graph.assignments(Windows10Configuration::at(&policy.id)).add(Target::group(&group.id));
        // without a second program, the assignments need not be watched for long
        operation.sole_writer().interval(interval).step("Baseline of Engines")
    });
    run.step_after(assignments, || Planned::create("assignments", "Baseline of Engines")).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, AnyError> {
    let has = |option: &str| env::args().any(|argument| argument == option);
    let is_unknown = |argument: &String| argument.starts_with("--") && !OPTIONS.contains(&argument.as_str());
    if let Some(unknown) = env::args().find(is_unknown) {
        return Err(format!("unknown option `{unknown}`; the options are {}", OPTIONS.join(", ")).into());
    }
    let sandbox = sandbox().await?;
    let (cloud, token, interval) = if has("--live") {
        (Cloud::Global, env::var("GRAPH_ACCESS_TOKEN")?, Duration::from_secs(1))
    } else {
        (sandbox.cloud(), "sandbox-token".to_owned(), Duration::from_millis(1))
    };
    let graph = GraphClient::builder(cloud).token(token).build()?;
    let mut users: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if users.is_empty() {
        if has("--live") {
            return Err("pass the ids of the users who become members".into());
        }
        users = vec!["ada".to_owned(), "grace".to_owned()];
    }

    if has("--apply") {
        for _ in 0..2 {
            let mut run = Run::new(Mode::Apply);
            onboard(&graph, &users, interval, &mut run).await?;
            println!("{}", run.plan());
            if !has("--live") {
                let writes = sandbox.requests().iter().filter(|request| request.method() != "GET").count();
                println!("{writes} writes were sent so far");
            }
        }
    }
    if has("--apply") && !has("--check") {
        return Ok(ExitCode::SUCCESS);
    }
    let mut run = Run::new(Mode::Plan);
    onboard(&graph, &users, interval, &mut run).await?;
    println!("{}", run.plan());
    Ok(if has("--check") { run.plan().exit_code() } else { ExitCode::SUCCESS })
}

/// Starts a service with three users, whose reads lag behind its writes.
async fn sandbox() -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().resource::<Group>().resource::<Windows10Configuration>().lag(Lag::reads(2));
    for (id, name) in [("ada", "Ada Lovelace"), ("grace", "Grace Hopper"), ("alan", "Alan Turing")] {
        builder = builder.seed(User::at(id), json!({ "id": id, "displayName": name }));
    }
    builder.start().await
}
