use graph_core::{graph_enum, graph_resource};

// one error: the other variants are members as ever
#[graph_enum]
enum Colour {
    Red,
    Rgb(u8, u8, u8),
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    colour: Colour,
    colours: Vec<Colour>,
}

fn main() {
    _ = A::update().colour(Colour::Red).colours(vec![Colour::from("blue")]);
}
