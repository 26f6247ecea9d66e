use graph_core::graph_enum;

#[graph_enum]
enum Colour {
    Red,
    #[graph(name = "red")]
    Rot,
    #[graph(name = "blau grün")]
    Blue,
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = Colour::Rot.as_str();
}
