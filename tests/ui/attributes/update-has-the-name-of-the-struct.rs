use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", update = A)]
struct A {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = A::update();
}
