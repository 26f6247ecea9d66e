use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    note: Option<String>,
    limit: Option<i32>,
}

fn main() {
    _ = A::update().limit(None).clear_limit().clear_note();
    // the compiler cannot infer whether it is an option of `&str` or of `String`
    _ = A::update().note(None);
}
