use graph_core::graph_resource;

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
enum Colour {
    #[graph(name = "rot")]
    Red,
}

fn main() {
    _ = Colour::Red;
    _ = Colour::at("1");
}
