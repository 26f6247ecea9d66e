use graph_core::{graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
pub(crate) fn printer() {}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
type Printer = String;

#[graph_enum]
mod colours {}

fn main() {
    printer();
    _ = Printer::new();
}
