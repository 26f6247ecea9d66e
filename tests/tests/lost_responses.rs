//! Each operation, with a response that is lost at each moment: nothing is done twice, and nothing is reported that is not so.
//!
//! The test prints a table: `cargo test -p graph-tests --test lost_responses -- --nocapture`.

use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use graph_core::retry::RetryPolicy;
use graph_core::schema::Version;
use graph_core::{Error, ErrorKind, GraphClient, QueryExt as _, graph_action, graph_function, graph_resource};
use graph_sandbox::{OperationResponse, Sandbox, ScriptedResponse};
use serde_json::json;

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", tag = never, links(manager = User))]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    name: Option<String>,
}

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never, links(members = [User]))]
#[derive(Debug)]
struct Group {
    #[graph(key)]
    id: String,
    name: Option<String>,
}

#[graph_action(name = "renew", on = Group)]
struct Renew;

#[graph_function(name = "size", on = Group, returns = i64)]
struct Size;

/// When the connection is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    /// When the head of the request has arrived.
    Before,
    /// When the request has arrived, and is not processed.
    During,
    /// When the request was processed.
    After,
    /// Not at all: a gateway responds with 504 after the request was processed.
    Gateway,
}

const LOSSES: [Loss; 4] = [Loss::Before, Loss::During, Loss::After, Loss::Gateway];

impl Loss {
    fn script(self, method: &str) -> ScriptedResponse {
        match self {
            Self::Before => ScriptedResponse::close_before_body(),
            Self::During => ScriptedResponse::close_connection(),
            Self::After => ScriptedResponse::pass_through().discard(),
            Self::Gateway => ScriptedResponse::performed_error(504, "GatewayTimeout", "The service took too long."),
        }
        .for_method(method)
    }

    fn is_performed(self) -> bool {
        matches!(self, Self::After | Self::Gateway)
    }
}

/// What the caller is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// An error that states that the operation may have been done.
    Unknown,
    /// An error without such a statement.
    Failed,
}

impl Outcome {
    fn of(result: &Result<(), Error>) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(error) if error.kind() == ErrorKind::Ambiguous || error.to_string().contains("may or may not") => {
                Self::Unknown
            }
            Err(_) => Self::Failed,
        }
    }
}

/// How an operation deals with a lost response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// A second request has the same effect as the first, so the client retries it.
    Retried,
    /// A second request could do it twice.
    SentOnce,
    /// It is sent once, and then the service is asked.
    LookedUp,
    /// Nothing is changed.
    Read,
}

impl Rule {
    /// Returns what the caller must be told, and how often the effect must have happened.
    fn expected(self, loss: Loss, is_retried: bool) -> (Outcome, usize) {
        let performed = usize::from(loss.is_performed());
        match self {
            Self::Retried if is_retried => (Outcome::Done, 1),
            Self::Retried | Self::SentOnce => (Outcome::Unknown, performed),
            Self::LookedUp if loss.is_performed() => (Outcome::Done, 1),
            Self::LookedUp => (Outcome::Unknown, 0),
            Self::Read if is_retried => (Outcome::Done, 0),
            Self::Read => (Outcome::Failed, 0),
        }
    }
}

type CallFuture = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

struct Operation {
    name: &'static str,
    /// The method of the request whose response is lost.
    method: &'static str,
    rule: Rule,
    call: fn(GraphClient) -> CallFuture,
    /// Returns how often the effect happened.
    effects: fn(&Sandbox) -> usize,
}

/// Describes an operation; the call is an expression with a client.
macro_rules! operation {
    ($name:literal, $method:literal, $rule:ident, |$graph:ident| $call:expr, $effects:expr) => {
        Operation {
            name: $name,
            method: $method,
            rule: Rule::$rule,
            call: |$graph| Box::pin(async move { $call.await.map(drop) }),
            effects: $effects,
        }
    };
}

fn named(sandbox: &Sandbox, name: &str) -> usize {
    sandbox.entities(Version::V1, "/groups").iter().filter(|group| group["name"] == name).count()
}

fn renamed(sandbox: &Sandbox) -> usize {
    named(sandbox, "New")
}

fn new_group() -> GroupCreate {
    Group::create().name("New")
}

const SHORT: Duration = Duration::from_millis(1);

fn operations() -> Vec<Operation> {
    let none: fn(&Sandbox) -> usize = |_| 0;
    vec![
        operation!("get", "GET", Read, |graph| graph.get(Group::at("g")), none),
        operation!("list", "GET", Read, |graph| graph.list(Group::collection()).try_collect(), none),
        operation!("function", "GET", Read, |graph| graph.call(Group::at("g"), Size), none),
        operation!("create", "POST", SentOnce, |graph| graph.create(Group::collection(), new_group()), renamed),
        operation!(
            "create unless exists",
            "POST",
            LookedUp,
            |graph| graph
                .create(Group::collection(), new_group())
                .unless_exists(|group| group.name.property())
                .interval(SHORT),
            renamed
        ),
        operation!(
            "ensure",
            "POST",
            LookedUp,
            |graph| graph.ensure(Group::collection(), new_group(), |group| group.name.property()).interval(SHORT),
            renamed
        ),
        operation!(
            "update",
            "PATCH",
            Retried,
            |graph| graph.update(Group::at("g"), Group::update().name("New")),
            renamed
        ),
        operation!(
            "update with an ETag",
            "PATCH",
            SentOnce,
            |graph| {
                let group = graph.get(Group::at("g")).await?;
                graph.update(Group::at("g"), Group::update().name("New")).if_match(group.etag())
            },
            renamed
        ),
        operation!(
            "settled update",
            "PATCH",
            Retried,
            |graph| graph.update(Group::at("g"), Group::update().name("New")).settled().interval(SHORT),
            renamed
        ),
        operation!("replace", "PUT", Retried, |graph| graph.replace(Group::at("g"), new_group()), renamed),
        operation!("delete", "DELETE", Retried, |graph| graph.delete(Group::at("g")), |sandbox| {
            1 - named(sandbox, "Old")
        }),
        operation!("action", "POST", SentOnce, |graph| graph.call(Group::at("g"), Renew), |sandbox| {
            sandbox.calls("renew").len()
        }),
        operation!(
            "link",
            "POST",
            SentOnce,
            |graph| graph.link(Group::at("g"), Group::members(), User::at("new")),
            |sandbox| {
                let members = sandbox.linked(Version::V1, "/groups/g", "members");
                members.iter().filter(|path| *path == "/users/new").count()
            }
        ),
        operation!(
            "unlink",
            "DELETE",
            Retried,
            |graph| graph.unlink(Group::at("g"), Group::members(), User::at("u")),
            |sandbox| 1 - sandbox.linked(Version::V1, "/groups/g", "members").len()
        ),
        operation!(
            "single link",
            "PUT",
            Retried,
            |graph| graph.link(User::at("u"), User::manager(), User::at("new")),
            |sandbox| usize::from(sandbox.linked(Version::V1, "/users/u", "manager") == ["/users/new"])
        ),
        operation!(
            "clear link",
            "DELETE",
            Retried,
            |graph| graph.clear_link(User::at("u"), User::manager()),
            |sandbox| 1 - sandbox.linked(Version::V1, "/users/u", "manager").len()
        ),
        operation!("upload", "PUT", Retried, |graph| graph.upload(User::at("u").media(), &b"bytes"[..]), |sandbox| {
            usize::from(sandbox.media(Version::V1, "/users/u/$value").is_some())
        }),
    ]
}

async fn start() -> Sandbox {
    let mut builder = Sandbox::builder()
        .seed(Group::at("g"), json!({ "id": "g", "name": "Old" }))
        .operation("renew", |_| OperationResponse::no_content())
        .operation("size", |_| OperationResponse::value(7));
    for id in ["u", "new", "boss"] {
        builder = builder.seed(User::at(id), json!({ "id": id, "name": id }));
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let graph = GraphClient::builder(sandbox.cloud()).token("any").build().expect("a client");
    graph.link(Group::at("g"), Group::members(), User::at("u")).await.expect("a member");
    graph.link(User::at("u"), User::manager(), User::at("boss")).await.expect("a manager");
    sandbox
}

#[tokio::test]
async fn nothing_is_done_twice_and_nothing_is_reported_that_is_not_so() {
    let mut table = String::new();
    let mut wrong = Vec::new();
    for Operation { name, method, rule, call, effects } in operations() {
        for is_retried in [true, false] {
            _ = write!(table, "{name:22}{:10}", if is_retried { "retry" } else { "no retry" });
            for loss in LOSSES {
                let sandbox = start().await;
                let retry = if is_retried {
                    RetryPolicy::default().initial_backoff(SHORT).max_backoff(SHORT)
                } else {
                    RetryPolicy::none()
                };
                let builder = GraphClient::builder(sandbox.cloud()).token("any").retry(retry);
                let graph = builder.build().expect("a client");
                sandbox.script([loss.script(method)]).expect("a script");
                let result = call(graph).await;
                assert_eq!(sandbox.script_len(), 0, "{name}: no {method} request was sent");
                let found = (Outcome::of(&result), effects(&sandbox));
                _ = write!(table, "{:22}", format!("{loss:?}: {:?}, {}", found.0, found.1));
                if found != rule.expected(loss, is_retried) {
                    let error = result.err().map(|error| error.to_string()).unwrap_or_default();
                    wrong.push(format!("{name}, {loss:?}, retried {is_retried}: {found:?} {error}"));
                }
            }
            table.push('\n');
        }
    }
    println!("what the caller is told, and how often it was done\n{table}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
