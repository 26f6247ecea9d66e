mod inner {
    use graph_core::graph_resource;

    #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
    pub struct A {
        #[graph(key)]
        pub id: String,
        pub size: i32,
        secret: i32,
    }
}

fn main() {
    _ = inner::A::update().size(1);
    _ = inner::A::update().secret(1);
}
