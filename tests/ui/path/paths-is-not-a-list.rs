use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", paths = "/b/{id}")]
struct A {
    id: String,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b", paths)]
struct B {
    id: String,
}

fn main() {}
