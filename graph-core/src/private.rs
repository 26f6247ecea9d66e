//! What generated code calls. Not part of the public API.

pub use core::clone::Clone;
pub use core::cmp::PartialEq;
pub use core::convert::Into;
pub use core::fmt::{Debug, Formatter, Result as FormatResult};
pub use core::option::Option;
pub use core::primitive::{bool, str, usize};
pub use core::result::Result;

pub use crate::{__graph_entity as entity, __graph_resource as resource, __graph_structure as structure};
pub use graph_derive::{GraphComplex, GraphEnum, GraphResource, GraphUnion};
pub use serde;
pub use std::borrow::Cow;

pub use crate::address::{Address, PathSegment};
pub use crate::dynamic::{DynamicProperties, Untyped};
pub use crate::json::interop::{deserialize_value, serialize_value};
pub use crate::json_text::{ReadError, Reader, Writer};
pub use crate::schema::{
    Alternative, EdmType, EdmTypeInfo, Element, EnumDescriptor, Field, GraphEnum as Enumerated, Object, PathTemplate,
    PropertyType, Readable, Structured, TemplatePart, TypeDescriptor, Value, Version,
};
pub use crate::update::UpdateBody;
pub use crate::update::resource::{Resource, Update};
pub use crate::update::serde::serialize_update;
pub use crate::update::set as update;
pub use crate::value::enumeration::{read_enumerated, write_member};
pub use crate::value::{HasNull, structure, union};

/// The property of a type that has none.
pub fn no_property() -> ! {
    unreachable!("a property was asked for that is not declared")
}

/// What is read of an error's body, without the token that was sent: for tests on arbitrary bodies.
pub fn service_error(
    status: http::StatusCode,
    headers: &http::HeaderMap,
    body: &[u8],
    is_cut: bool,
    authorization: &http::HeaderValue,
) -> crate::error::ServiceError {
    let mut error = crate::error::read_service_error(status, headers, body, is_cut);
    error.scrub(&crate::redact::Scrub::new(authorization));
    error
}
