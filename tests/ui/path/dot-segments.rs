use graph_core::graph_resource;

#[graph_resource(path = "/printers/../shares", odata_type = "#microsoft.graph.printer")]
struct Up {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/printers/./shares//x", odata_type = "#microsoft.graph.printer")]
struct Here {
    #[graph(key)]
    id: String,
}

fn main() {}
