use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: u64,
    letter: char,
    pair: (String, i32),
    list: [i32; 2],
    text: &'static str,
    call: fn(i32) -> i32,
}

fn main() {
    _ = A::update().letter('a');
}
