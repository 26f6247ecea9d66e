//! One declaration of each kind. `expanded` holds what the macros make of them; `tests/expansion.rs` keeps it up to date.

pub mod complex_type;
pub mod enumeration;
pub mod resource;
pub mod union;
