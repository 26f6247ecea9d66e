use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", path = "/b/{id}", version = "beta", r#version = "beta")]
struct A {
    #[graph(key, key)]
    id: String,
    #[graph(name = "x")]
    #[graph(name = "y")]
    size: i32,
}

fn main() {
    _ = A::update().size(1);
}
