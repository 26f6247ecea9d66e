use graph_core::{GraphClient, graph_resource};

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
struct Group {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

fn send(graph: &GraphClient) {
    let _ = graph.update(Group::at("1"), Group::create().display_name("a"));
    let _ = graph.create(Group::collection(), Group::update().display_name("a"));
    let _ = graph.create(Group::at("1"), Group::create().display_name("a"));
}

fn main() {}
