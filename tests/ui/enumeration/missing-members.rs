use graph_core::graph_enum;

#[graph_enum]
enum Nothing {}

#[graph_enum]
enum OnlyOther {
    #[graph(other)]
    Other(String),
}

fn main() {
    _ = OnlyOther::Other(String::new()).as_str();
}
