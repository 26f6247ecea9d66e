use graph_core::{GraphClient, QueryExt as _, filter, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    is_enabled: bool,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(filter!(|user| user.is_enabled == true));
    _ = graph.list(User::collection()).filter(filter!(user.is_enabled.is(true)));
    _ = graph.list(User::collection()).filter(filter!(|user| user.nickname.is("a") && user.id.is(5)));
    _ = graph.list(User::collection()).filter(filter!());
}

fn main() {}
