use graph_core::{UntypedObject, graph_complex, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.fileRule")]
struct FileRule {
    path: String,
}

#[graph_union]
enum Rule {
    Unit,
    Pair(FileRule, FileRule),
    Named { rule: FileRule },
    #[graph(base, other)]
    Both(FileRule),
    #[graph(base)]
    Base(FileRule),
    #[graph(base = "x")]
    SecondBase(FileRule),
    #[graph(name = "rule")]
    Renamed(Box<FileRule>),
    #[graph(other)]
    Other(UntypedObject),
    #[graph(other)]
    Text(String),
}

fn main() {
    _ = Rule::Unit;
}
