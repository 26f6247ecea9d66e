use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    login_count: i32,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.login_count.is_null());
    _ = graph.list(User::collection()).filter(|user| user.id.is_not_null());
    _ = graph.list(User::collection()).filter(|user| user.login_count.is(None::<i32>));
}

fn main() {}
