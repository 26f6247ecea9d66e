use graph_core::{graph_complex, graph_resource, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.fileRule")]
struct FileRule {
    path: String,
}

#[graph_union]
enum Rule {
    File(FileRule),
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    rule: Rule,
    rules: Vec<Rule>,
}

fn main() {
    _ = A::update().rule(FileRule { path: String::new() }.into());
}
