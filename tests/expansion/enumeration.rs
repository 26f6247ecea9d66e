//! An enumeration.

use graph_core::graph_enum;

/// Whether a printer is on.
#[graph_enum]
pub enum PowerState {
    On,
    TurnedOff,
    #[graph(other)]
    Other(String),
}
