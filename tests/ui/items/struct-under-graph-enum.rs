use graph_core::graph_enum;

#[graph_enum]
#[derive(Debug, Clone)]
struct Colour {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Colour { id: String::new() }.clone();
    _ = Colour::from("red").as_str();
}
