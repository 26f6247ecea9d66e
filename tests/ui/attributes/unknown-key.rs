use graph_core::graph_resource;

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", endpoint = "beta")]
struct Printer {
    #[graph(primary_key)]
    id: String,
    #[graph(rename = "jobs", skip)]
    job_count: i32,
}

fn main() {
    _ = Printer::update().job_count(1);
}
