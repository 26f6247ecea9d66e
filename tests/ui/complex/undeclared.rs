use graph_core::{Additional, graph_complex};

#[graph_complex(odata_type = "#microsoft.graph.one", undeclared = keep)]
struct One {
    name: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.two", undeclared = drop)]
struct Two {
    name: Option<String>,
    #[graph(additional)]
    rest: Additional,
}

#[graph_complex(odata_type = "#microsoft.graph.three", undeclared)]
struct Three {
    name: Option<String>,
}

fn main() {}
