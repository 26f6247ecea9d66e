use graph_core::graph_enum;

#[graph_enum]
enum Colour {
    Red,
    Rgb(u8, u8, u8),
    Named { name: String },
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = Colour::Red.as_str();
    _ = Colour::Rgb(0, 0, 0).to_string();
    _ = Colour::Named { name: String::new() };
}
