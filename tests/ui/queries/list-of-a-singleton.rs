use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/deviceManagement", odata_type = "#microsoft.graph.deviceManagement")]
#[derive(Debug)]
struct DeviceManagement {
    #[graph(key)]
    id: String,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(DeviceManagement::collection()).filter(|management| management.id.is("a"));
    _ = graph.list(DeviceManagement::at()).page_size(5);
}

fn main() {}
