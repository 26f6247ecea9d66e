use graph_core::{GraphClient, QueryExt as _, graph_complex, graph_resource};

#[graph_complex(odata_type = "#microsoft.graph.physicalAddress", undeclared = drop)]
#[derive(Debug, Clone)]
struct PhysicalAddress {
    city: Option<String>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    department: Option<String>,
    login_count: i32,
    home: PhysicalAddress,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).expand(|user| user.department.expand());
    _ = graph.list(User::collection()).expand(|user| user.login_count.expand());
    _ = graph.list(User::collection()).expand(|user| user.home.expand());
}

fn main() {}
