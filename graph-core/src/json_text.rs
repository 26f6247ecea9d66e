//! Reads and writes JSON text without knowing the types of values.
//!
//! The grammar is that of `serde_json`, which a differential test verifies.

mod containment;
mod equality;
mod error;
mod reader;
mod scan;
mod writer;

pub(crate) use containment::contains;
pub(crate) use equality::json_eq;
pub use error::ReadError;
pub(crate) use error::{MAX_DEPTH, ReadErrorKind};
pub use reader::Reader;
pub(crate) use reader::{MemberName, ResponseScope};
pub use writer::Writer;
