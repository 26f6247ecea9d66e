use graph_core::graph_resource;

#[graph_resource(path = "v1.0/users", odata_type = "#microsoft.graph.user")]
struct WithoutSlash {
    id: String,
}

#[graph_resource(path = "/beta", odata_type = "#microsoft.graph.user")]
struct Alone {
    id: String,
}

#[graph_resource(path = "/V1.0/users/{id}", odata_type = "#microsoft.graph.user")]
struct Upper {
    id: String,
}

#[graph_resource(path = "/Beta/users/{id}", odata_type = "#microsoft.graph.user")]
struct Mixed {
    id: String,
}

#[graph_resource(path = "/v2/users/{id}", odata_type = "#microsoft.graph.user")]
struct Unknown {
    id: String,
}

fn main() {
    _ = WithoutSlash::at();
}
