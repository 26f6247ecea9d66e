use graph_core::{GraphClient, graph_resource};

#[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
struct DirectoryObject {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/policies/{policyId}", odata_type = "#microsoft.graph.policy")]
struct Policy {
    #[graph(key)]
    id: String,
}

#[graph_resource(
    path = "/groups/{groupId}",
    odata_type = "#microsoft.graph.group",
    links(members = [DirectoryObject], manager = DirectoryObject)
)]
struct Group {
    #[graph(key)]
    id: String,
}

fn send(graph: &GraphClient) {
    let _ = graph.link(Group::at("g"), Group::members(), Policy::at("p"));
    let _ = graph.link(Policy::at("p"), Group::members(), DirectoryObject::at("d"));
    let _ = graph.link(Group::at("g"), "members", DirectoryObject::at("d"));
    let _ = graph.unlink(Group::at("g"), Group::manager(), DirectoryObject::at("d"));
    let _ = graph.clear_link(Group::at("g"), Group::members());
    let _ = graph.delete(Group::members());
    let _ = graph.get(Group::members());
    let _ = Group::update().bind_members([Policy::at("p")]);
    let _ = Group::update().bind_members(["/users/1"]);
}

fn main() {}
