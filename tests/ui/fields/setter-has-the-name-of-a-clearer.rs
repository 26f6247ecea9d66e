use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    id: String,
    cache: Option<String>,
    clear_cache: bool,
}

fn main() {
    _ = A::update();
}
