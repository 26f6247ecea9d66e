use graph_core::{UntypedObject, graph_complex, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.fileRule")]
struct FileRule {
    path: String,
}

#[graph_complex(odata_type = "#microsoft.graph.fileRule")]
struct SameRule {
    path: String,
}

#[graph_complex(odata_type = "#microsoft.graph.ruleFile")]
struct OtherRule {
    path: String,
}

#[graph_union]
enum Rule {
    File(FileRule),
    Different(Box<OtherRule>),
    Same(Box<SameRule>),
    #[graph(other)]
    Other(UntypedObject),
}

fn main() {
    _ = Rule::from(FileRule { path: String::new() });
}
