use graph_core::graph_resource as declared;
use graph_core::{graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
#[graph_core::graph_complex(odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
}

#[graph_enum]
#[derive(Debug)]
#[graph_core::graph_union]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
#[declared(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
struct B {
    #[graph(key)]
    id: String,
}

#[graph_enum]
#[cfg_attr(all(), graph_core::graph_union)]
enum Size {
    Large,
    #[graph(other)]
    Other(String),
}

fn main() {}
