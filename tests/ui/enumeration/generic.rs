use graph_core::graph_enum;

#[graph_enum]
enum Colour<T> {
    Red,
    #[graph(other)]
    Other(T),
}

fn main() {
    _ = Colour::<String>::Red;
}
