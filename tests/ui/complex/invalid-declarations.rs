use graph_core::graph_complex;

#[graph_complex]
struct Untyped {
    size: i32,
}

#[graph_complex(path = "/a", odata_type = "b")]
struct Addressed {
    size: i32,
}

#[graph_complex(odata_type = "#microsoft.graph.c")]
#[graph_complex(odata_type = "#microsoft.graph.d")]
struct Twice {
    size: i32,
}

#[graph_complex(odata_type = "#microsoft.graph.e")]
struct Pair(i32, String);

#[graph_complex(odata_type = "#microsoft.graph.f")]
struct Generic<T> {
    size: T,
}

#[graph_complex(odata_type = "#microsoft.graph.g")]
enum Colour {
    Red,
}

#[graph_complex(odata_type = "#microsoft.graph.h")]
struct Holder {
    untyped: Untyped,
    addressed: Vec<Addressed>,
    twice: Twice,
    pair: Pair,
    colour: Option<Colour>,
}

fn main() {}
