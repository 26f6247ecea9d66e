use graph_core::schema::Harmless;
use graph_core::{GraphClient, graph_action, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
struct Group {
    #[graph(key)]
    id: String,
}

#[graph_action(name = "retire", on = User, danger = destructive)]
struct Retire;

struct Plain;

fn call_freely<C: Harmless>(_: C) {}

fn calls(graph: &GraphClient) {
    _ = graph.call(Group::at("g"), Retire);
    _ = graph.call(User::collection(), Retire);
    _ = graph.call(User::at("u"), Plain);
    _ = graph.call_unbound(Retire);
    call_freely(Retire);
}

fn main() {}
