use graph_core::graph_resource;

#[graph_resource(path = "/users(name='{name})", odata_type = "#microsoft.graph.user")]
struct OpenQuote {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users/o'neil/{id}'", odata_type = "#microsoft.graph.user")]
struct AcrossSegments {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users(name='{name}'/{id}", odata_type = "#microsoft.graph.user")]
struct OpenParenthesis {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users'({name}')", odata_type = "#microsoft.graph.user")]
struct ClosedInQuotes {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/users({id}))", odata_type = "#microsoft.graph.user")]
struct ClosedTwice {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = OpenQuote::at("ada").path();
}
