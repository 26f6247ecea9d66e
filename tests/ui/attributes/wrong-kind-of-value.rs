use graph_core::graph_resource;

#[graph_resource(
    path = 5,
    odata_type = b"#microsoft.graph.printer",
    version = beta,
    tag = "never",
    update = "PrinterPatch",
    serde = no,
    crate = "graph_core",
)]
struct Printer {
    #[graph(key = true)]
    id: String,
    #[graph(read_only())]
    created: String,
    #[graph(name = jobs)]
    job_count: i32,
    #[graph(name)]
    page_count: i32,
    #[graph(nullable("yes"))]
    location: Option<String>,
}

fn main() {
    _ = Printer::update().job_count(1).page_count(1).clear_location();
}
