use graph_core::graph_resource;

#[graph_resource(odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

fn main() {
    _ = Printer::update().job_count(1);
}
