use graph_core::graph_resource;

#[graph_resource]
struct Bare {
    #[graph(key)]
    id: String,
    job_count: i32,
}

#[graph_resource()]
struct Parentheses {
    #[graph(key)]
    id: String,
    job_count: i32,
}

fn main() {
    _ = Bare::update().job_count(1);
    _ = Parentheses::update().job_count(1);
}
