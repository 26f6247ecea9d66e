use graph_core::graph_resource;

#[graph_resource(path = "/users(name='{name})", odata_type = "#microsoft.graph.user")]
struct OpenQuote {
    id: String,
}

#[graph_resource(path = "/users/o'neil/{id}'", odata_type = "#microsoft.graph.user")]
struct AcrossSegments {
    id: String,
}

#[graph_resource(path = "/users(name='{name}'/{id}", odata_type = "#microsoft.graph.user")]
struct OpenParenthesis {
    id: String,
}

#[graph_resource(path = "/users'({name}')", odata_type = "#microsoft.graph.user")]
struct ClosedInQuotes {
    id: String,
}

#[graph_resource(path = "/users({id}))", odata_type = "#microsoft.graph.user")]
struct ClosedTwice {
    id: String,
}

fn main() {
    _ = OpenQuote::at("ada").path();
}
