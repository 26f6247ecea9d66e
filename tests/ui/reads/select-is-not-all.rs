use graph_core::{graph_complex, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", select = none)]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", select = "all")]
#[derive(Debug)]
struct Group {
    #[graph(key)]
    id: String,
}

#[graph_complex(odata_type = "#microsoft.graph.location", undeclared = drop, select = all)]
#[derive(Debug)]
struct Location {
    city: Option<String>,
}

fn main() {}
