use graph_core::graph_resource;

#[graph_resource(path = "https://graph.microsoft.com/v1.0/printers", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/beta/shares/{shareId}", odata_type = "#microsoft.graph.printerShare")]
struct Share {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Printer::update();
    _ = Share::at("1");
}
