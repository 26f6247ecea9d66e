use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct A {
    #[graph(key)]
    id: String,
    job_count: i32,
    #[graph(name = "jobCount")]
    jobs: i32,
    #[graph(name = "id")]
    identity: String,
}

fn main() {
    _ = A::update().jobs(1);
}
