use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
}

fn queries(graph: &GraphClient, other: &User) {
    let name = Some(String::from("a"));
    _ = graph.list(User::collection()).filter(|_| name.is("a"));
    _ = graph.list(User::collection()).filter(|user| user.id.is("a") & name.is("b"));
    _ = graph.list(User::collection()).filter(|_| other.id.is("a"));
}

fn main() {}
