use graph_core::graph_resource;

#[graph_resource(path = "/printers/{printerId", odata_type = "#microsoft.graph.printer")]
struct Unclosed {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/printers/printerId}/shares", odata_type = "#microsoft.graph.printer")]
struct Unopened {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/printers/{printer{Id}", odata_type = "#microsoft.graph.printer")]
struct Nested {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/printers/{printerId/shares/shareId}", odata_type = "#microsoft.graph.printer")]
struct Across {
    #[graph(key)]
    id: String,
}

fn main() {}
