use graph_core::{Additional, graph_complex};

#[graph_complex(odata_type = "#microsoft.graph.a")]
struct Twice {
    #[graph(additional)]
    more: Additional,
    #[graph(additional)]
    most: Additional,
}

#[graph_complex(odata_type = "#microsoft.graph.b")]
struct Map {
    #[graph(additional)]
    more: std::collections::BTreeMap<String, String>,
}

#[graph_complex(odata_type = "#microsoft.graph.c")]
struct Contradictory {
    #[graph(additional, key, read_only, nullable, optional, name = "more")]
    more: Additional,
}

#[graph_complex(odata_type = "#microsoft.graph.d")]
struct Holder {
    twice: Twice,
    map: Option<Map>,
}

fn main() {}
