use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    id: String,
    size: Option<Option<i32>>,
    name: std::option::Option<Option<String>>,
}

fn main() {
    _ = A::update().clear_size();
}
