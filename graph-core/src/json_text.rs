//! JSON text: a reader and a writer that know nothing of the values in it.
//!
//! The grammar is that of `serde_json`, which a differential test verifies.

mod error;
mod reader;
mod same;
mod scan;
mod writer;

pub use error::ReadError;
pub(crate) use error::{MAX_DEPTH, ReadErrorKind};
pub(crate) use reader::Name;
pub use reader::Reader;
pub(crate) use same::same;
pub use writer::Writer;
