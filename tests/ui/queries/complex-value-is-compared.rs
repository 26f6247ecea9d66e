use graph_core::{GraphClient, QueryExt as _, graph_complex, graph_resource};

#[graph_complex(odata_type = "#microsoft.graph.physicalAddress", undeclared = drop)]
#[derive(Debug, Clone)]
struct PhysicalAddress {
    city: Option<String>,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    home: PhysicalAddress,
    office: Option<PhysicalAddress>,
    mails: Vec<String>,
}

fn queries(graph: &GraphClient) {
    let address = PhysicalAddress { city: None };
    _ = graph.list(User::collection()).filter(|user| user.home.is(address.clone()));
    _ = graph.list(User::collection()).filter(|user| user.office.is(&address));
    _ = graph.list(User::collection()).filter(|user| user.mails.is("a"));
    _ = graph.list(User::collection()).order_by(|user| user.home.ascending());
}

fn main() {}
