use graph_core::{OnRequest, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    notes: Option<OnRequest<String>>,
    #[graph(on_request)]
    udid: Option<OnRequest<String>>,
    phones: Vec<OnRequest<String>>,
}

fn main() {}
