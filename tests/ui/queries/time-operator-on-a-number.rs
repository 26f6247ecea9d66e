use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    login_count: i32,
    department: Option<String>,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.login_count.before(5));
    _ = graph.list(User::collection()).filter(|user| user.department.after("a"));
}

fn main() {}
