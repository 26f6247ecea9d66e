use graph::{graph_enum, graph_resource};

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Printer {
    #[graph(key)]
    id: String,
    state: State,
}

#[graph_enum]
enum State {
    #[graph(name = "idle")]
    Waiting,
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = Printer::at("1");
    _ = Printer::update().state(State::Waiting);
}
