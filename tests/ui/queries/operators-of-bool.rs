use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    is_enabled: bool,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.is_enabled.is(true) && user.id.is("a"));
    _ = graph.list(User::collection()).filter(|user| user.is_enabled.is(true) || user.id.is("a"));
}

fn main() {}
