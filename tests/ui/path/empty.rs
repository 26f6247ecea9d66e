use graph_core::graph_resource;

#[graph_resource(path = "", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/", odata_type = "#microsoft.graph.root")]
struct Root {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = (Printer::at().path(), Root::at().path());
}
