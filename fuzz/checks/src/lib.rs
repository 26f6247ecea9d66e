//! Checks that must pass for any input. Each function takes arbitrary bytes and panics if its check fails.
//!
//! The fuzz targets call the functions on nightly Rust; `tests/smoke.rs` calls them with the seeds and with inputs derived
//! from the seeds.

mod csdl;
mod dates;
mod differences;
mod durations;
mod errors;
mod everything;
mod generate;
mod merge;
mod resource;
mod service;

pub use csdl::csdl;
pub use dates::dates;
pub use differences::differences;
pub use durations::durations;
pub use errors::errors;
pub use everything::{AnyShape, Circle, Day, Everything, Labels, Node, Shape, Square};
pub use resource::resource;
