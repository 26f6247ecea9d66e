use graph_core::{graph_complex, graph_resource};

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
    #[graph(key)]
    serial_number: String,
}

#[graph_complex(odata_type = "#microsoft.graph.printerShare")]
struct Share {
    #[graph(key)]
    id: String,
    #[graph(name = "shareId", key)]
    r#type: String,
}

fn main() {
    _ = Printer::update().job_count(4);
}
