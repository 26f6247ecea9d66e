use graph_core::graph_resource;

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Printer {
    id: String,
    job_count: i32,
}

#[graph_resource(path = "/shares/{shareId}", odata_type = "#microsoft.graph.printerShare")]
struct Share {
    #[graph(nullable)]
    r#id: Option<String>,
}

// a few services take the key in the body
#[graph_resource(path = "/tasks/{taskId}", odata_type = "#microsoft.graph.task")]
struct Task {
    #[graph(name = "id")]
    sent_id: String,
}

// the key is another property, and an update does not send a read-only one
#[graph_resource(path = "/organization/{tenantId}", odata_type = "#microsoft.graph.organization")]
struct Organization {
    #[graph(key)]
    tenant_id: String,
    id: String,
}

#[graph_resource(path = "/jobs/{jobId}", odata_type = "#microsoft.graph.printJob")]
struct Job {
    #[graph(read_only)]
    id: String,
}

fn main() {
    _ = (Printer::update(), Share::update(), Organization::update(), Task::update(), Job::update());
}
