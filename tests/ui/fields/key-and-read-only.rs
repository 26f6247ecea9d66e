use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key, read_only)]
    id: String,
    #[graph(read_only, nullable)]
    size: Option<i32>,
}

fn main() {
    _ = A::update();
}
