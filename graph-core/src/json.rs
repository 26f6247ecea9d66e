//! JSON text: a reader and a writer that are compiled once, and what they do with a whole resource.
//!
//! The grammar is that of `serde_json`, and a differential test keeps it so; what is gained is that neither a resource nor
//! an update is a generic type to the compiler.

mod error;
pub(crate) mod interop;
mod object;
mod one_value;
mod reader;
mod same;
mod scan;
mod writer;

pub(crate) use error::Fault;
pub use error::{DecodeError, ReadError};
pub use object::read_structure;
pub use object::{from_slice, from_str, to_string, to_vec};
pub(crate) use object::{open, write_dynamic_properties, write_structure};
pub use one_value::value_from_str;
pub(crate) use reader::Name;
pub use reader::Reader;
pub(crate) use same::same;
pub use writer::Writer;
