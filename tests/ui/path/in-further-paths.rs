use graph_core::graph_resource;

#[graph_resource(
    path = "/printers/{printerId}",
    odata_type = "#microsoft.graph.printer",
    paths(
        by_share = "shares/{shareId}/printer",
        by_share = "/print/shares/{shareId}/printer",
        by_job,
        by_user = 5,
    ),
)]
struct Printer {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Printer::at("1");
    _ = Printer::at_by_share("1");
}
