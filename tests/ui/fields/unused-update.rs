#![deny(unused_must_use)]

use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    size: i32,
}

fn main() {
    A::update().size(1);
}
