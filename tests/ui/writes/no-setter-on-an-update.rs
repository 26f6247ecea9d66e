use graph_core::graph_resource;

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
struct Group {
    #[graph(key)]
    id: String,
    #[graph(create_only)]
    is_assignable_to_role: Option<bool>,
    #[graph(read_only)]
    renewed: bool,
}

fn main() {
    Group::update().is_assignable_to_role(true);
    Group::create().renewed(true);
}
