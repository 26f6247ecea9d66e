//! Declarations in every surrounding that a user's crate can offer: they compile, and mean the same everywhere.
#![deny(warnings, deprecated, missing_debug_implementations, rust_2018_idioms, unreachable_pub, unused_qualifications)]
// `macro_rules!` and odd names are the point here
#![allow(
    clippy::elidable_lifetime_names,
    clippy::items_after_statements,
    clippy::non_minimal_cfg,
    clippy::used_underscore_binding
)]

mod attributes;
mod macro_rules;
mod names;
mod prelude;
mod scope;
mod three_hundred;
mod types;

/// For `$crate::graph` in [`macro_rules`].
pub(crate) use graph_core as graph;
