use graph_core::{DynamicProperties, graph_complex};

#[graph_complex(odata_type = "#microsoft.graph.a")]
struct OtherName {
    #[graph(additional_data)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#microsoft.graph.b")]
struct WithoutKey {
    rest: DynamicProperties,
}

fn main() {}
