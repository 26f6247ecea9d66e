//! Resources and values to and from JSON text.
//!
//! Reading and writing are compiled once, for trait objects: neither a resource nor an update is a generic type to the
//! compiler.

mod context_url;
mod decode;
mod encode;
mod error;
pub(crate) mod interop;
mod undeclared;

pub use crate::json_text::ReadError;
#[doc(hidden)]
pub use decode::read_structure;
pub use decode::{from_slice, from_str, value_from_str};
pub(crate) use encode::{open, write_dynamic_properties, write_structure};
pub use encode::{to_string, to_vec};
pub use error::DecodeError;
