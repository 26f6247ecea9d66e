use graph_core::graph_enum;

#[graph_enum(path = "/a", serde = "false")]
enum Colour {
    #[graph(rename = "rot")]
    Red,
    #[graph(name = rot, key)]
    Rot,
    #[graph(other = "x")]
    Other(String),
}

fn main() {
    _ = Colour::Rot.as_str();
}
