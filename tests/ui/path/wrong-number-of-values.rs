use graph_core::graph_resource;

#[graph_resource(path = "/printers/{printerId}/jobs/{printJobId}", odata_type = "#microsoft.graph.printJob")]
struct Job {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Job::at("1");
}
