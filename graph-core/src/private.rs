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

pub use crate::address::{Address, PathSegment, PathTemplate, TemplatePart};
pub use crate::json::{ReadError, Reader, Writer};
pub use crate::resource::{Object, Readable, Resource, Structured, TypeDescriptor, Version};
pub use crate::update::{Update, UpdateBody};
pub use crate::value::{
    DynamicProperties, EdmType, EdmTypeInfo, Element, EnumDescriptor, GraphEnum as Enumerated, HasNull, PropertyType,
    Untyped, Value,
};

pub use crate::json::interop::{deserialize_value, serialize_value};
pub use crate::update::set as update;
pub use crate::update::stored::serialize_update;
pub use crate::value::alternative::Alternative;
pub use crate::value::enumeration::{read_enumerated, write_member};
pub use crate::value::field::Field;
pub use crate::value::{structure, union};

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
    error.scrub(&crate::error::Scrub::new(authorization));
    error
}
