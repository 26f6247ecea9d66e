use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph]
    id: String,
    #[graph = "x"]
    size: i32,
    #[graph()]
    count: i32,
}

fn main() {
    _ = A::update().size(1).count(1);
}
