use graph_core::graph_resource;

#[graph_resource(path = "/printers/{}/shares/{ }", odata_type = "#microsoft.graph.printerShare")]
struct Share {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Share::at("1", "2");
}
