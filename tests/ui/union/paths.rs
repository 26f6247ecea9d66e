use graph_core::{UntypedObject, graph_complex, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.circle")]
struct Circle {
    radius: i32,
}

#[graph_union(path = "/shapes/{shapeId}")]
enum WithoutType {
    Circle(Circle),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_union(odata_type = "#microsoft.graph.shape", version = "beta")]
enum WithoutPath {
    Circle(Circle),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_union(path = "shapes/{shapeId}", odata_type = "shape", version = "v2", tag = never)]
enum Malformed {
    Circle(Circle),
    #[graph(other)]
    Other(UntypedObject),
}

fn main() {}
