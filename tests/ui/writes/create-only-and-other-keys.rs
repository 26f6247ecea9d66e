use graph_core::graph_resource;

type Label = Option<String>;

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
struct Group {
    #[graph(key)]
    id: String,
    #[graph(create_only, read_only)]
    state: String,
    #[graph(create_only, nullable)]
    label: Label,
    #[graph(create_only = true)]
    kind: String,
}

fn main() {}
