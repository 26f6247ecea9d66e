use graph_core::graph_resource;

#[graph_resource(path = "printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Printer::at("1").path();
}
