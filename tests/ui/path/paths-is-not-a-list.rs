use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", paths = "/b/{id}")]
struct A {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b", paths)]
struct B {
    #[graph(key)]
    id: String,
}

fn main() {}
