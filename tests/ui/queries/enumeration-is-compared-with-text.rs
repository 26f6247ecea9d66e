use graph_core::{Flags, GraphClient, QueryExt as _, graph_enum, graph_resource};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum AgeGroup {
    Minor,
    Adult,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    age_group: Option<AgeGroup>,
    days: Flags<AgeGroup>,
}

fn queries(graph: &GraphClient) {
    _ = graph.list(User::collection()).filter(|user| user.age_group.is("adult"));
    _ = graph.list(User::collection()).filter(|user| user.days.has("adult"));
    _ = graph.list(User::collection()).filter(|user| user.age_group.has(AgeGroup::Adult));
    _ = graph.list(User::collection()).filter(|user| user.age_group.is_one_of(["adult"]));
}

fn main() {}
