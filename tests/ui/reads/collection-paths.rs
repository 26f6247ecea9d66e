use graph_core::graph_resource;

#[graph_resource(path = "/users/{userId}", collection = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct EndsWithAPlaceholder {
    #[graph(key)]
    id: String,
}

#[graph_resource(collection = "/users", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct WithoutPath {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/{userId}", collection = "users", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct WithoutSlash {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/{userId}", collection = "", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct Empty {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/{userId}", collection = "/v1.0/users?$top=5", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct WithVersionAndQuery {
    #[graph(key)]
    id: String,
}

fn main() {}
