use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    department: Option<String>,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.department.clone().is("a"));
}

fn main() {}
