use graph_core::{graph_action, graph_function, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_action(name = "a", on = User, path = "/users/a")]
struct Both;

#[graph_action(name = "b", on = User, danger = mild)]
struct Mild;

#[graph_action(name = "c", on = User, return = String)]
struct Misspelled;

#[graph_action(name = "d", on = User, tag = never)]
struct Misplaced;

#[graph_action(name = "e", on = User)]
struct Parameter {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    size: i32,
    value: Option<Option<i32>>,
    first: graph_core::OnRequest<i32>,
}

#[graph_function(name = "f", on = User, returns = String, danger = destructive)]
struct Dangerous;

#[graph_action(name = "g", on = "User", version = "v2")]
struct Text;

fn main() {}
