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
    login_count: i32,
    department: Option<String>,
    office: Option<PhysicalAddress>,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.department.any(|text| text.is("a")));
    _ = graph.list(User::collection()).filter(|user| user.login_count.count().greater_than(0));
    _ = graph.list(User::collection()).filter(|user| user.office.any(|office| office.city.is("a")));
}

fn main() {}
