use graph_core::graph_resource;

#[graph_resource(path = "/printers?$filter=x", odata_type = "#microsoft.graph.printer")]
struct Query {
    id: String,
}

#[graph_resource(path = "/printers#top", odata_type = "#microsoft.graph.printer")]
struct Fragment {
    id: String,
}

#[graph_resource(path = "/my printers", odata_type = "#microsoft.graph.printer")]
struct Space {
    id: String,
}

#[graph_resource(path = "/my%20printers", odata_type = "#microsoft.graph.printer")]
struct Encoded {
    id: String,
}

#[graph_resource(path = "\\printers\\größe", odata_type = "#microsoft.graph.printer")]
struct Windows {
    id: String,
}

fn main() {}
