//! Property values: how each Edm type is read from and written to JSON.

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
mod number;
mod option;
#[doc(hidden)]
pub mod structure;
mod text;
pub(crate) mod time_of_day;
#[doc(hidden)]
pub mod union;
mod untyped;

pub use crate::dynamic::PropertyNameError;
pub use binary::ParseBinaryError;
pub use date::ParseDateError;
pub use date_time_offset::ParseDateTimeOffsetError;
pub use decimal::ParseDecimalError;
pub use duration::ParseDurationError;
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

/// Implements `Serialize` and `Deserialize` by the wire format.
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
