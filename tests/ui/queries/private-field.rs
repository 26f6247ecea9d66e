use graph_core::{GraphClient, QueryExt as _};

mod groups {
    use graph_core::graph_resource;

    #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
    #[derive(Debug)]
    pub struct Group {
        #[graph(key)]
        pub id: String,
        mail: Option<String>,
    }
}

fn queries(graph: &GraphClient) {
    _ = graph.list(groups::Group::collection()).filter(|group| group.mail.is("a"));
}

fn main() {}
