use graph_core::{UntypedObject, graph_complex, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.fileRule")]
struct FileRule {
    path: String,
}

#[graph_union]
enum Rule {
    File(FileRule),
    Folder(FileRule),
    #[graph(other)]
    Other(UntypedObject),
}

fn main() {
    _ = Rule::from(FileRule { path: String::new() });
}
