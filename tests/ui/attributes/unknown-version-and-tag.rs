use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", version = "v2.0", tag = sometimes)]
struct A {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = A::at("1");
}
