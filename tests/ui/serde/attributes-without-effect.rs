use graph_core::{graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
#[serde(rename_all = "PascalCase")]
struct A {
    #[graph(key)]
    id: String,
    #[serde(rename = "Size", default)]
    size: i32,
}

#[graph_enum]
enum Colour {
    #[serde(rename = "rot")]
    Red,
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = A::update().size(1);
    _ = Colour::Red.as_str();
}
