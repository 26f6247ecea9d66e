use graph_core::{Date, GraphClient, Guid, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    department: Option<String>,
    is_enabled: Option<bool>,
    login_count: i32,
    hired: Date,
    sku: Guid,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.login_count.is("5"));
    _ = graph.list(User::collection()).filter(|user| user.department.is(5));
    _ = graph.list(User::collection()).filter(|user| user.is_enabled.is("true"));
    _ = graph.list(User::collection()).filter(|user| user.hired.before("2026-01-31"));
    _ = graph.list(User::collection()).filter(|user| user.sku.is("a"));
    _ = graph.list(User::collection()).filter(|user| user.login_count.is_one_of(["a"]));
}

fn main() {}
