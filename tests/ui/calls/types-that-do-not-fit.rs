use graph_core::{graph_action, graph_complex, graph_function, graph_resource};

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
}

#[graph_complex(odata_type = "#microsoft.graph.size")]
struct Size {
    height: i32,
}

struct Plain;

#[graph_action(name = "a", on = Size)]
struct OnComplex;

#[graph_action(name = "b", on = [Plain])]
struct OnPlain;

#[graph_function(name = "c", on = User, returns = Plain)]
struct ReturnsPlain;

#[graph_function(name = "d", on = User, returns = [&'static str])]
struct ReturnsText;

#[graph_action(name = "e", on = User)]
struct Parameter {
    plain: Plain,
}

fn main() {}
