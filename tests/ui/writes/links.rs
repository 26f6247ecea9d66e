use graph_core::graph_resource;

#[graph_resource(
    path = "/groups/{groupId}",
    odata_type = "#microsoft.graph.group",
    links(members = [Group], members = Group, update = [Group], owners, drives = "drive", others = [Group, Group])
)]
struct Group {
    #[graph(key)]
    id: String,
    bind_members: Option<bool>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", links = [Group], base = "Group")]
struct User {
    #[graph(key)]
    id: String,
}

fn main() {}
