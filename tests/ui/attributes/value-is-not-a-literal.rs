use graph_core::graph_resource;

const PATH: &str = "/printers/{printerId}";

#[graph_resource(path = PATH, odata_type = concat!("#microsoft.graph.", "printer"))]
struct Printer {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/shares/{shareId}",
    odata_type = "#microsoft.graph.share",
    permissions = ["Printer.Read.All", self::WRITE],
    version = ::VERSION,
    paths(by_printer = format!("/printers")),
)]
struct Share {
    #[graph(name = WIRE)]
    id: String,
}

fn main() {
    _ = Printer::update();
}
