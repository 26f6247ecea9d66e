use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    key_of_it: Option<String>,
    #[graph(read_only)]
    created: Option<String>,
    size: i32,
}

fn main() {
    _ = A::update().key_of_it("1");
    _ = A::update().clear_key_of_it();
    _ = A::update().created("1");
    _ = A::update().clear_created();
}
