use graph_core::graph_resource;

#[graph_resource(path = "/folders/{folderId}", odata_type = "#microsoft.graph.folder")]
struct Folder {
    #[graph(key)]
    id: String,
    parent: Option<Box<Self>>,
    name: Box<String>,
}

fn main() {
    _ = Folder::update().clear_parent();
}
