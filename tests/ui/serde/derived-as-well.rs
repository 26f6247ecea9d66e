use graph_core::{graph_enum, graph_resource};
use serde::{Deserialize, Serialize};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
#[derive(Debug, Serialize, Deserialize)]
struct A {
    #[graph(key)]
    id: String,
}

#[graph_enum]
#[derive(Debug, serde::Deserialize)]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = A::at("1");
    _ = Colour::Red.as_str();
}
