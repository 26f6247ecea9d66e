use graph_core::graph_enum;

#[graph_enum]
enum Unit {
    Red,
    #[graph(other)]
    Other,
}

#[graph_enum]
enum Number {
    Red,
    #[graph(other)]
    Other(i32),
}

#[graph_enum]
enum Named {
    Red,
    #[graph(other, name = "rest")]
    Other { text: String },
}

fn main() {
    _ = Unit::Other.as_str();
    _ = Number::Other(1).as_str();
    _ = Named::Other { text: String::new() }.as_str();
}
