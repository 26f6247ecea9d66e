//! What generated code calls. Not part of the public API.

pub use core::clone::Clone;
pub use core::cmp::PartialEq;
pub use core::convert::{From, Into};
pub use core::fmt::{Debug, Display, Formatter, Result as FormatResult};
pub use core::marker::PhantomData;
pub use core::option::Option;
pub use core::primitive::{bool, str, usize};
pub use core::result::Result;

pub use crate::{
    __graph_callable as callable, __graph_callable_option as callable_option, __graph_entity as entity,
    __graph_enumeration as enumeration, __graph_related as related, __graph_resource as resource,
    __graph_serde_impls as serde_impls, __graph_structure as structure, __graph_union as union,
};
pub use graph_derive::filter_operators;
pub use graph_derive::{GraphAction, GraphComplex, GraphEnum, GraphFunction, GraphResource, GraphUnion};
pub use serde;
pub use std::borrow::Cow;

pub use crate::address::{Address, Collection, IntoReference, Link, LinkTarget, Links, PathSegment, Singleton};
pub use crate::dynamic::{DynamicProperties, Untyped};
pub use crate::json::interop::{deserialize_value, serialize_value};
pub use crate::json_text::{ReadError, Reader, Writer};
pub use crate::schema::{
    Alternative, Callable, CallableDescriptor, CallableKind, Danger, Declared, EdmTypeInfo, EnumDescriptor, Field,
    GraphEnum, Harmless, LinkDescriptor, Many, Object, OnCollection, OnEntity, One, PathTemplate, PropertyType,
    Readable, Stream, Structured, TemplatePart, TypeDescriptor, Unbound, UnionType, Value, Version,
};
pub use crate::update::purpose::{ForCreate, ForUpdate};
pub use crate::update::resource::{PropertyBuilder, Resource, Update};
pub use crate::update::serde::serialize_update;
pub use crate::update::set as update;
pub use crate::update::{
    IntoCollection, IntoItems, IntoNullableText, IntoNullableTexts, IntoProperty, IntoReferences, IntoRelated,
    IntoText, IntoTexts, WriteBody,
};
pub use crate::value::{HasNull, enumeration, structure, union};

/// Panics for an index at which no property is declared.
pub fn no_property() -> ! {
    unreachable!("no property is declared at this index")
}

/// Panics for a variant whose declaration has an error; such a program does not compile.
pub fn no_variant() -> ! {
    unreachable!("the declaration of this variant has an error")
}

/// Parses the body of an error response and removes the token: for tests with arbitrary bodies.
pub fn service_error(
    status: http::StatusCode,
    headers: &http::HeaderMap,
    body: &[u8],
    is_truncated: bool,
    authorization: &http::HeaderValue,
) -> crate::error::ServiceError {
    let mut error = crate::error::read_service_error(status, headers, body, is_truncated);
    error.redact(&crate::redact::Redactor::new(authorization));
    error
}
