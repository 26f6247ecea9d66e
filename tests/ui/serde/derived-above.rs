use graph_core::graph_resource;

#[derive(serde::Serialize)]
#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = A::at("1");
}
