//! Declarations that are not exported, to which the lints on dead code and visibility apply.

use graph_core::address::Address;
use graph_core::{Update as _, graph_enum, graph_resource};

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
struct Private {
    #[graph(key)]
    id: String,
    pub size: i32,
    colour: Option<Colour>,
}

#[graph_enum]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/b/{id}/{other}", odata_type = "#microsoft.graph.b")]
pub(crate) struct Crate {
    #[graph(key)]
    pub id: String,
    pub is_new: bool,
    to_list: Vec<String>,
}

/// Uses the declared items, so that a warning about unused code can only be about generated code.
pub(crate) fn used(json: &str) -> Option<String> {
    let private: Private = graph_core::json::from_str(json).ok()?;
    let address: Address<Private> = Private::at(&private.id);
    let update = Private::update().size(private.size).colour(private.colour).colour(Colour::Red);
    let of_crate: Crate = graph_core::json::from_str(json).ok()?;
    Some(format!("{address:?} {} {}", update.to_json(), of_crate.is_new))
}
