use graph_core::{graph_enum, graph_resource};

// the misspelled path and type are not missing as well
#[graph_resource(pth = "/printers/{printerId}", odata_typ = "#microsoft.graph.printer", permission = ["Printer.Read.All"])]
struct Printer {
    #[graph(kee)]
    id: String,
    #[graph(readonly)]
    created: String,
    #[graph(rename = "jobs")]
    job_count: i32,
}

#[graph_enum]
enum Colour {
    Red,
    #[graph(others)]
    Other(String),
}

fn main() {
    _ = Printer::update().job_count(1);
    _ = Colour::Red.as_str();
}
