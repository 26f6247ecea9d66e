use graph_core::{OnRequest, graph_resource};

#[graph_resource(path = "/managers/{managerId}", odata_type = "#microsoft.graph.manager")]
#[derive(Debug, Clone)]
struct Manager {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    name: Option<String>,
    #[graph(expand)]
    manager: Manager,
    #[graph(expand)]
    tags: Vec<String>,
    #[graph(expand)]
    count: i32,
    #[graph(expand, read_only)]
    manager2: Option<Manager>,
    #[graph(expand, key)]
    manager3: Option<Manager>,
    #[graph(expand, on_request)]
    manager4: OnRequest<Option<Manager>>,
    #[graph(expand = "x")]
    manager5: Option<Manager>,
}

fn main() {}
