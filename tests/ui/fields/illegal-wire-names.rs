use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    #[graph(name = "")]
    a: i32,
    #[graph(name = "job count")]
    b: i32,
    #[graph(name = "job\"count")]
    c: i32,
    #[graph(name = "@odata.type")]
    d: i32,
    __: i32,
}

fn main() {
    _ = A::update().a(1).__(1);
}
