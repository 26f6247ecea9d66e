use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct Parameter<T: Clone, S = String> {
    #[graph(key)]
    id: S,
    value: T,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
struct Lifetime<'a> {
    #[graph(key)]
    id: &'a str,
}

#[graph_resource(path = "/c/{id}", odata_type = "#microsoft.graph.c")]
struct Constant<const N: usize>
where
    [String; N]: Sized,
{
    ids: [String; N],
}

fn main() {
    _ = Parameter { id: 1, value: 2 };
    _ = Lifetime { id: "1" };
    _ = Constant { ids: [] };
}
