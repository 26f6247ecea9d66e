use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", create = First)]
struct First {
    name: String,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b", create = SecondUpdate)]
struct Second {
    name: String,
}

struct ThirdCreate;

#[graph_resource(path = "/c/{id}", odata_type = "#microsoft.graph.c")]
struct Third {
    name: String,
}

fn main() {}
