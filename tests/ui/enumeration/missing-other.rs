use graph_core::{graph_enum, graph_resource};

#[graph_enum]
#[derive(Debug, Clone)]
pub enum Colour {
    Red,
    Green,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    colour: Colour,
    other: Option<Colour>,
}

fn main() {
    _ = A::update().colour(Colour::Red).clear_other();
    _ = Colour::Green.as_str();
}
