use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    cache: Option<String>,
    clear_cache: bool,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
struct B {
    #[graph(key)]
    id: String,
    rest: Option<String>,
    #[graph(dynamic_properties)]
    clear_rest: graph_core::DynamicProperties,
}

fn main() {
    _ = A::update();
}
