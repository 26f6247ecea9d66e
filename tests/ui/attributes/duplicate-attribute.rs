use graph_core::{graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
struct A {
    #[graph(key)]
    id: String,
}

#[graph_enum]
#[derive(Debug)]
#[graph_core::graph_enum]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = A::at("1");
    _ = Colour::from("red").as_str();
}
