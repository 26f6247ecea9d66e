use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "microsoft.graph.printer")]
struct NoSign {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "printer")]
struct NoNamespace {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#printer")]
struct SignOnly {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft..printer")]
struct Hole {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.my \"printer\"")]
struct Quotes {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "")]
struct Empty {
    #[graph(key)]
    id: String,
}

fn main() {}
