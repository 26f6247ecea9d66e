use graph_core::{DynamicProperties, graph_complex};

#[graph_complex(odata_type = "#microsoft.graph.a")]
struct Twice {
    #[graph(dynamic_properties)]
    more: DynamicProperties,
    #[graph(dynamic_properties)]
    most: DynamicProperties,
}

#[graph_complex(odata_type = "#microsoft.graph.b")]
struct Map {
    #[graph(dynamic_properties)]
    more: std::collections::BTreeMap<String, String>,
}

#[graph_complex(odata_type = "#microsoft.graph.c")]
struct Contradictory {
    #[graph(dynamic_properties, key, read_only, nullable, optional, name = "more")]
    more: DynamicProperties,
}

#[graph_complex(odata_type = "#microsoft.graph.d")]
struct Holder {
    twice: Twice,
    map: Option<Map>,
}

fn main() {}
