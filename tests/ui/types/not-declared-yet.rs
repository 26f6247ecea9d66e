use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    id: String,
    colour: Colour,
    paper: Option<Paper>,
}

fn main() {
    _ = A::update().clear_paper();
}
