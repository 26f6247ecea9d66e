//! Reads resources and values from JSON text, and writes them.
//!
//! Reading and writing work on trait objects, so they are compiled once and not once per resource.
//! The functions [`from_str`] and [`to_string`] have examples.

mod context_url;
mod decode;
mod encode;
mod error;
pub(crate) mod interop;
mod page;
mod returned;
mod undeclared;

pub use crate::json_text::ReadError;
#[doc(hidden)]
pub use decode::read_structure;
pub(crate) use decode::{EntityAnnotations, read_document, read_on_request, read_partial};
pub use decode::{from_slice, from_str, value_from_str};
pub use encode::{to_string, to_vec};
pub(crate) use encode::{write_dynamic_properties, write_opening, write_structure};
pub use error::DecodeError;
pub(crate) use page::{PageAnnotations, PageItems, read_page};
pub(crate) use returned::{edm_name, read_returned};
