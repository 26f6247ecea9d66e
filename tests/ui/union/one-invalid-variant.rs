use graph_core::{UntypedObject, graph_complex, graph_resource, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.fileRule", undeclared = drop)]
struct FileRule {
    path: String,
}

// one error: the other variants are alternatives as ever
#[graph_union]
enum Rule {
    File(FileRule),
    Pair(FileRule, FileRule),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    rule: Rule,
    rules: Vec<Rule>,
}

fn main() {
    let rule = || Rule::from(FileRule { path: String::new() });
    _ = A::update().rule(rule()).rules(vec![rule()]);
}
