use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    #[graph(optional)]
    size: i32,
    #[graph(optional, nullable)]
    name: Option<String>,
}

fn main() {
    _ = A::update();
}
