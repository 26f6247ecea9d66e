use graph_core::graph_resource;

#[derive(Debug, Clone, PartialEq)]
struct UserUpdate {
    name: String,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug, Clone, PartialEq)]
struct User {
    #[graph(key)]
    id: String,
    name: Option<String>,
}

fn main() {
    _ = UserUpdate { name: String::new() }.name;
    _ = User::update().name("Ada");
}
