use graph_core::{GraphClient, Guid, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    is_enabled: bool,
    is_disabled: Option<bool>,
    sku: Guid,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.is_enabled.less_than(true));
    _ = graph.list(User::collection()).filter(|user| user.is_disabled.at_least(false));
    _ = graph.list(User::collection()).filter(|user| user.sku.greater_than(user.sku));
}

fn main() {}
