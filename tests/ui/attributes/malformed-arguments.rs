use graph_core::graph_resource;

#[graph_resource("/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
struct Positional {
    #[graph(key)]
    id: String,
}

#[graph_resource(path: "/a/{id}", odata_type => "#microsoft.graph.a")]
struct OtherSigns {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}" odata_type = "#microsoft.graph.a")]
struct NoComma {
    #[graph(key)]
    id: String,
}

#[graph_resource(, path = "/a/{id}",, odata_type = "#microsoft.graph.a")]
struct Commas {
    #[graph(key)]
    id: String,
}

#[graph_resource(path =, odata_type)]
struct NoValues {
    #[graph(key)]
    id: String,
}

#[graph_resource(path("/a/{id}"), odata_type())]
struct Lists {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", 5, serde::skip, paths(by_b = "/b") by_c)]
struct NoKeys {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = Positional::update();
    _ = OtherSigns::update();
    _ = NoComma::update();
    _ = Commas::at("1");
    _ = NoValues::update();
    _ = Lists::update();
    _ = NoKeys::at("1");
}
