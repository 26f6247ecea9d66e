use graph_core::{graph_resource, graph_union};

#[graph_resource(
    path = "/users/:id",
    paths(by_group = "/groups/{group id}/members/{id}", by_drive = "/drives/{id}/items/{id}"),
    odata_type = "#microsoft.graph.user"
)]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_union(path = "/items/{id | name}/{1}/{itemId}/{item-id}", odata_type = "#microsoft.graph.driveItem")]
enum Item {
    User(User),
    #[graph(other)]
    Other(graph_core::UntypedObject),
}

// a colon inside a path is legal
#[graph_resource(path = "/drive/root:/{item-path}:/content", odata_type = "#microsoft.graph.driveItem")]
struct Content {
    #[graph(key)]
    id: String,
}

fn main() {
    _ = (User::update(), Content::at("a/b"), Item::at("1", 2, "3", "4"));
}
