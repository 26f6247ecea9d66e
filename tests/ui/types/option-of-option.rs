use graph_core::{Nullable, graph_complex, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    size: Option<Option<i32>>,
    name: std::option::Option<Option<String>>,
}

#[graph_complex(odata_type = "#microsoft.graph.b")]
struct B {
    size: Nullable<Option<i32>>,
    name: Option<graph_core::Nullable<String>>,
}

fn main() {
    _ = A::update().clear_size();
}
