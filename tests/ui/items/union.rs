use graph_core::{graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
union Number {
    #[graph(key)]
    whole: u32,
    real: f32,
}

#[graph_enum]
union Other {
    whole: u32,
    real: f32,
}

fn main() {
    _ = Number { real: 1.0 };
    _ = Number::at("1");
    _ = Other { real: 1.0 }.as_str();
}
