use graph_core::graph_resource;

#[graph_resource(path = "v1.0/users", odata_type = "#microsoft.graph.user")]
struct WithoutSlash {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/beta", odata_type = "#microsoft.graph.user")]
struct Alone {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/V1.0/users/{id}", odata_type = "#microsoft.graph.user")]
struct Upper {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/Beta/users/{id}", odata_type = "#microsoft.graph.user")]
struct Mixed {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/v2/users/{id}", odata_type = "#microsoft.graph.user")]
struct Unknown {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = WithoutSlash::at();
}
