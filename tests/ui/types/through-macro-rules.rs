use graph_core::graph_resource;

struct Foreign;

macro_rules! declare {
    ($t:ty) => {
        #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
        struct A {
            #[graph(key)]
            id: String,
            plain: $t,
            wrapped: Option<$t>,
        }
    };
}

declare!(Foreign);

fn main() {
    _ = A::update().clear_wrapped();
}
