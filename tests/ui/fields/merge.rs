use graph_core::{graph_complex, graph_resource};

#[graph_complex(odata_type = "#microsoft.graph.address", undeclared = drop)]
struct Address {
    city: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.place", undeclared = drop)]
struct Place {
    #[graph(merge)]
    address: Option<Address>,
}

#[graph_resource(path = "/people/{personId}", odata_type = "#microsoft.graph.person")]
struct Person {
    #[graph(key, merge)]
    id: String,
    #[graph(merge)]
    name: Option<String>,
    #[graph(merge)]
    homes: Vec<Address>,
    #[graph(read_only, merge)]
    origin: Option<Address>,
    #[graph(merge)]
    home: Option<Address>,
}

fn main() {}
