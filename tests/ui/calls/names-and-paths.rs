use graph_core::{graph_action, graph_function, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_action(name = "find(name='a')", on = User)]
struct WithArguments;

#[graph_action(name = "", on = User)]
struct Empty;

#[graph_action(name = "sync", path = "/apps/syncAll")]
struct Other;

#[graph_action(path = "/apps/{appId}/sync")]
struct Placeholder;

#[graph_function(path = "/reports/getUsage(period='D7')", returns = String)]
struct PathWithArguments;

#[graph_action(path = "apps/sync?x")]
struct Query;

#[graph_function(name = "list", on = User, returns = Vec<String>)]
struct Collection;

#[graph_action(name = "same", on = User)]
struct Same {
    size: i32,
    #[graph(name = "size")]
    other: i32,
}

#[graph_action(name = "pair", on = User)]
struct Pair(i32, String);

#[graph_action(name = "generic", on = User)]
struct Generic<T> {
    value: T,
}

#[graph_action(name = "choice", on = User)]
enum Choice {
    A,
}

fn main() {}
