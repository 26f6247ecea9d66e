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
    home: PhysicalAddress,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.home.of(|home| home.city.is("Paris")));
    _ = graph.list(User::collection()).filter(|user| user.id.of(|id| id.is("a")));
}

fn main() {}
