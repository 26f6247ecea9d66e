#![deny(unused_must_use)]

use graph_core::{GraphClient, QueryExt as _, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
}

fn queries(graph: &GraphClient) {
    let list = graph.list(User::collection()).filter(|user| {
        user.id.is("a");
        user.id.is("b")
    });
    list.stream();
    graph.list(User::collection());
}

fn main() {}
