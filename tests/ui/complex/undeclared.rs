use graph_core::{DynamicProperties, graph_complex};

#[graph_complex(odata_type = "#microsoft.graph.one", undeclared = keep)]
struct One {
    name: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.two", undeclared = drop)]
struct Two {
    name: Option<String>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#microsoft.graph.three", undeclared)]
struct Three {
    name: Option<String>,
}

fn main() {}
