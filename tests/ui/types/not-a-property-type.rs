use graph_core::graph_resource;

struct Foreign;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    a: Foreign,
}

fn main() {
    _ = A::update().a(Foreign);
    _ = A::diff(&A { id: String::new(), a: Foreign }, &A { id: String::new(), a: Foreign });
    _ = A::at("1").path();
}
