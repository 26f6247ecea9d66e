use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "microsoft.graph.printer")]
struct NoSign {
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "printer")]
struct NoNamespace {
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#printer")]
struct SignOnly {
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft..printer")]
struct Hole {
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.my \"printer\"")]
struct Quotes {
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "")]
struct Empty {
    id: String,
}

fn main() {}
