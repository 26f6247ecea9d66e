//! Declarations compile and mean the same in every context of a user's crate.
#![deny(warnings, deprecated, missing_debug_implementations, rust_2018_idioms, unreachable_pub, unused_qualifications)]
// these tests are about `macro_rules!` and unusual names
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
