use graph_core::{Update as _, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct Pair(#[graph(key)] String, i32);

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
struct Unit;

fn main() {
    _ = Pair(String::new(), 1);
    _ = Pair::at("1").path();
    _ = Unit::update().to_json();
}
