//! Replays documented requests of all kinds: reads of entities and collections, writes and calls.
//!
//! A run has the same stages as one of updates:
//!
//! 1. [`record`] reads the records, with their [`expression`]s.
//! 2. [`plan`], [`write_plan`] and [`call_plan`] determine the [`route`] of each request, and the declarations of each module of the generated
//!    crate ([`module_needs`]). A request that expands navigation properties has a module of its own, because its declarations state
//!    what is expanded.
//! 3. `source` writes the crate. It has one function per record: the typed calls that a user would write, with the closures of
//!    `closure`, and the setters of builders.
//! 4. In that program, [`replay::records`](crate::replay::records) sends each request to a service that responds with the
//!    documented body, and writes back what was read.
//! 5. `differences` compares the outcome with the record; [`query_text`] decides which query options are equal.

pub mod call_plan;
mod call_source;
mod closure;
mod differences;
pub mod expression;
pub mod module_needs;
pub mod plan;
pub mod query_text;
pub mod record;
pub mod route;
mod run;
mod source;
pub mod write_plan;
mod write_source;

pub use run::run;
