use graph_core::{Nullable, graph_complex};

struct Foreign;

#[graph_complex(odata_type = "#microsoft.graph.a")]
struct A {
    plain: Foreign,
    option: Option<Foreign>,
    nullable: Nullable<Foreign>,
    boxed: Option<Box<Foreign>>,
    many: Vec<Foreign>,
}

fn main() {}
