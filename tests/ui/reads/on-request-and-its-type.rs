use graph_core::{OnRequest, graph_complex, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    #[graph(on_request)]
    notes: Option<String>,
    udid: OnRequest<Option<String>>,
    #[graph(on_request, key)]
    key: OnRequest<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.location", undeclared = drop)]
#[derive(Debug)]
struct Location {
    #[graph(on_request)]
    city: OnRequest<Option<String>>,
}

fn main() {}
