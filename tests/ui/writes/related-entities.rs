use graph_core::{graph_complex, graph_resource};

#[graph_resource(path = "/trays/{trayId}", odata_type = "#microsoft.graph.tray")]
struct Tray {
    #[graph(key)]
    id: String,
}

#[graph_complex(odata_type = "#microsoft.graph.job")]
struct Job {
    size: i32,
}

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    trays: Vec<Tray>,
    #[graph(expand)]
    job: Option<Job>,
    #[graph(expand, create_only)]
    others: Vec<Tray>,
}

fn main() {
    let _ = Printer::create().trays([Tray { id: String::new() }]);
    let _ = Printer::create().job(Job { size: 1 });
    let _ = Printer::create().trays(Tray::create());
    let _ = Printer::update().trays([Tray::create()]);
}
