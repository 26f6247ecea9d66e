use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    name: String,
    size: i32,
}

fn main() {
    _ = A::update().size("large");
    _ = A::update().name(5);
}
