use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).order_by(|user| user.id);
    _ = graph.list(User::collection()).order_by(|user| user.id.is("a"));
    _ = graph.list(User::collection()).select(|user| [user.id]);
    _ = graph.list(User::collection()).select(|user| user.id.property());
    _ = graph.list(User::collection()).search(5);
    _ = graph.list(User::at("1"));
    _ = graph.get(User::collection());
}

fn main() {}
