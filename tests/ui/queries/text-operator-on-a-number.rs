use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    login_count: i32,
    is_enabled: Option<bool>,
    mails: Vec<String>,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.login_count.has_prefix("5"));
    _ = graph.list(User::collection()).filter(|user| user.is_enabled.has_substring("t"));
    _ = graph.list(User::collection()).filter(|user| user.login_count.is_empty_string());
    _ = graph.list(User::collection()).filter(|user| user.mails.has_suffix("a"));
}

fn main() {}
