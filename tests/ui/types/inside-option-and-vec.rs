use graph_core::{Nullable, graph_resource};

struct Foreign;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: Option<Foreign>,
    #[graph(read_only)]
    all: Vec<Foreign>,
    some: Option<Vec<Foreign>>,
    nullable: Nullable<Foreign>,
    #[graph(optional)]
    optional: Option<Foreign>,
    more: std::vec::Vec<std::option::Option<Foreign>>,
}

fn main() {
    _ = A::update().some(None).clear_some().clear_nullable().more(Vec::<Option<Foreign>>::new());
}
