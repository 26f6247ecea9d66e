use graph_core::{UntypedObject, graph_union};

struct Foreign;

#[graph_union]
enum Rule {
    Number(i32),
    Foreign(Foreign),
    Boxed(Box<Foreign>),
    #[graph(other)]
    Other(UntypedObject),
}

fn main() {
    _ = Rule::from(1);
}
