use graph_core::{UntypedObject, graph_union};

#[graph_union]
struct Struct {
    #[graph(base)]
    id: String,
}

#[graph_union]
enum Generic<T> {
    #[graph(base)]
    Base(T),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_union(odata_type = "#microsoft.graph.rule", crate)]
enum Keys {
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_union]
fn function() {}

fn main() {
    function();
    _ = Struct { id: String::new() };
}
