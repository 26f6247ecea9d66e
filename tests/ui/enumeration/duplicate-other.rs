use graph_core::graph_enum;

#[graph_enum]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
    #[graph(other)]
    Unknown(String),
}

fn main() {
    _ = Colour::Unknown(String::new()).as_str();
}
