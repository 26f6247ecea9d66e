use graph_core::{DateTimeOffset, graph_complex, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    name: String,
    note: Option<String>,
    size: i32,
    limit: Option<i32>,
    changed: DateTimeOffset,
    labels: Vec<String>,
    ports: Vec<i32>,
    trays: Vec<Tray>,
}

#[graph_complex(odata_type = "#microsoft.graph.tray", undeclared = drop)]
struct Tray {
    level: i32,
}

fn main() {
    _ = A::update().size("large");
    _ = A::update().name(5);
    // the property is not nullable
    _ = A::update().name(Some("a"));
    _ = A::update().note(5);
    _ = A::update().limit("a");
    _ = A::update().changed("2026-11-30T00:00:00Z");
    _ = A::update().changed("2026-11-30T00:00:00Z".parse().unwrap_or_else(|_| panic!()));
    _ = A::update().labels("a");
    _ = A::update().labels([1, 2]);
    _ = A::update().ports(["a"]);
    _ = A::update().trays(["a"]);
}
