use std::time::Duration;

use graph_core::{Nullable, graph_complex, graph_resource};

struct Date;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    wait: Duration,
    #[graph(read_only)]
    day: Option<Date>,
    waits: Vec<Duration>,
    other: Nullable<Duration>,
}

#[graph_complex(odata_type = "#microsoft.graph.b")]
struct B {
    day: Date,
}

fn main() {
    _ = A::update().wait(Duration::ZERO);
}
