use graph_core::graph_resource;

#[graph_resource(
    path = "/a/{id}",
    odata_type = "#microsoft.graph.a",
    permissions = ["User.Read.All", "User.Read.All User.ReadWrite.All", "", "User.Read.All"]
)]
struct A {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b", permissions = "User.Read.All")]
struct B {
    #[graph(key)]
    id: String,
}

#[graph_resource(path = "/c/{id}", odata_type = "#microsoft.graph.c", permissions("User.Read.All"))]
struct C {
    #[graph(key)]
    id: String,
}

fn main() {}
