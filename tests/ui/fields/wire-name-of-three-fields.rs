use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    job_count: i32,
    jobCount: i32,
    job__count: i32,
}

fn main() {
    _ = A::update().job__count(1);
}
