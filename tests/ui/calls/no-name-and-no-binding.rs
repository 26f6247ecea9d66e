use graph_core::{graph_action, graph_function};

#[graph_action]
struct Wipe;

#[graph_function(name = "delta")]
struct Delta;

#[graph_function(path = "/reports/getUsage", returns = ())]
struct GetUsage;

fn main() {}
