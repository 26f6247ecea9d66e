//! What must hold for any input: each function takes arbitrary bytes and panics where something does not hold.
//!
//! The fuzz targets call them on nightly Rust; `tests/smoke.rs` calls them on the seeds and on inputs made from those.

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
