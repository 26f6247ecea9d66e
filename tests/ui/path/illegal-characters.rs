use graph_core::graph_resource;

#[graph_resource(path = "/printers?$filter=x", odata_type = "#microsoft.graph.printer")]
struct Query {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/printers#top", odata_type = "#microsoft.graph.printer")]
struct Fragment {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/my printers", odata_type = "#microsoft.graph.printer")]
struct Space {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/my%20printers", odata_type = "#microsoft.graph.printer")]
struct Encoded {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "\\printers\\größe", odata_type = "#microsoft.graph.printer")]
struct Windows {
    #[graph(key)]
    id: String,
}

fn main() {}
