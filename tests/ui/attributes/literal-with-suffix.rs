use graph_core::graph_resource;

#[graph_resource(path = "/printers/{printerId}"p, odata_type = r"#microsoft.graph.printer"x)]
struct Printer {
    #[graph(name = "printerId"s)]
    id: String,
}

fn main() {
    _ = Printer::at("1");
}
