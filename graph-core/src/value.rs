//! The Rust types of properties, one per Edm type.
//!
//! The types themselves are at the crate root; this module has their errors and iterators.
//!
//! | Edm type | Rust type |
//! |---|---|
//! | `Edm.Boolean` | `bool` |
//! | `Edm.SByte`, `Edm.Byte`, `Edm.Int16`, `Edm.Int32`, `Edm.Int64` | `i8`, `u8`, `i16`, `i32`, `i64` |
//! | `Edm.Single`, `Edm.Double` | `f32`, `f64` |
//! | `Edm.Decimal` | [`Decimal`](crate::Decimal) |
//! | `Edm.String` | [`String`] |
//! | `Edm.Guid` | [`Guid`], or [`uuid::Uuid`] |
//! | `Edm.DateTimeOffset`, `Edm.Date`, `Edm.TimeOfDay` | [`DateTimeOffset`], [`Date`], [`TimeOfDay`] |
//! | `Edm.Duration` | [`Duration`] |
//! | `Edm.Binary` | [`Binary`](crate::Binary) |
//! | an enumeration type | an enum under [`#[graph_enum]`](macro@crate::graph_enum), or [`Flags`](crate::Flags) of it |
//! | a complex type | a struct under [`#[graph_complex]`](macro@crate::graph_complex) |
//! | a type with derived types | an enum under [`#[graph_union]`](macro@crate::graph_union) |
//! | `Collection(..)` | [`Vec`] |
//! | a nullable property | [`Option`], or [`Nullable`] if absent and null differ |
//! | any other type, `Edm.Untyped` | [`Untyped`](crate::Untyped) |
//!
//! Text that was read is preserved: the digits of a decimal number, the fraction of a timestamp, the case of a GUID. An
//! untouched value is sent back as it was read.
//!
//! Source: [OData JSON format 4.01, section 7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue).

pub(crate) mod binary;
mod collection;
mod const_message;
pub(crate) mod date;
pub(crate) mod date_time_offset;
pub(crate) mod decimal;
pub(crate) mod duration;
#[doc(hidden)]
pub mod enumeration;
pub(crate) mod flags;
pub(crate) mod guid;
pub(crate) mod nullable;
pub(crate) mod on_request;
mod option;
mod primitive;
#[doc(hidden)]
pub mod structure;
pub(crate) mod time_of_day;
#[doc(hidden)]
pub mod union;
mod untyped;

pub use crate::dynamic::{DynamicPropertiesIntoIter, DynamicPropertiesIter, PropertyNameError};
pub use binary::ParseBinaryError;
pub use date::ParseDateError;
pub use date_time_offset::ParseDateTimeOffsetError;
pub use decimal::ParseDecimalError;
pub use duration::ParseDurationError;
pub use flags::{FlagsIntoIter, FlagsIter};
pub use guid::ParseGuidError;
#[doc(hidden)]
pub use option::HasNull;
pub use time_of_day::ParseTimeOfDayError;

pub(crate) use date::Date;
pub(crate) use date_time_offset::DateTimeOffset;
pub(crate) use duration::Duration;
pub(crate) use guid::Guid;
pub(crate) use nullable::Nullable;
pub(crate) use time_of_day::TimeOfDay;

/// Implements `Element` and `PropertyType`.
macro_rules! property_type {
    ($type:ty, $type_info:expr, $blank:expr) => {
        impl $crate::schema::Element for $type {
            const TYPE: &'static $crate::schema::EdmTypeInfo = &$type_info;

            fn blank() -> Self {
                <$type as $crate::schema::PropertyType>::BLANK
            }
        }

        impl $crate::schema::PropertyType for $type {
            const BLANK: Self = $blank;
        }
    };
}

/// Implements `Serialize` and `Deserialize` through JSON text.
macro_rules! serde_by_text {
    ($type:ty) => {
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::json::interop::serialize_value(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::json::interop::deserialize_value(deserializer)
            }
        }
    };
}

use {property_type, serde_by_text};
