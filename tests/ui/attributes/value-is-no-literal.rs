use graph_core::graph_resource;

const PATH: &str = "/printers/{printerId}";

#[graph_resource(path = PATH, odata_type = concat!("#microsoft.graph.", "printer"))]
struct Printer {
    id: String,
}

fn main() {
    _ = Printer::update();
}
