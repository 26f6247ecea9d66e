//! Property values: how each Edm type is read from and written to JSON.

mod binary;
mod collection;
mod date;
mod date_time_offset;
mod decimal;
mod duration;
pub(crate) mod enumeration;
mod flags;
mod guid;
mod nullable;
mod number;
mod option;
#[doc(hidden)]
pub mod structure;
mod text;
mod time_of_day;
#[doc(hidden)]
pub mod union;
mod untyped;

pub use crate::dynamic::{DynamicProperties, PropertyNameError, Untyped, UntypedObject};
pub use binary::{Binary, ParseBinaryError};
pub use date::{Date, ParseDateError};
pub use date_time_offset::{DateTimeOffset, ParseDateTimeOffsetError};
pub use decimal::{Decimal, ParseDecimalError};
pub use duration::{Duration, ParseDurationError};
pub use flags::Flags;
pub use guid::{Guid, ParseGuidError};
pub use nullable::Nullable;
pub use option::HasNull;
pub use time_of_day::{ParseTimeOfDayError, TimeOfDay};

/// Implements both traits of a type with a constant to start from.
macro_rules! property_type {
    ($type:ty, $descriptor:expr, $blank:expr) => {
        impl $crate::schema::PropertyType for $type {
            const TYPE: &'static $crate::schema::EdmTypeInfo = &$descriptor;
            const BLANK: Self = $blank;
        }

        impl $crate::schema::Element for $type {
            const ELEMENT: &'static $crate::schema::EdmTypeInfo = <$type as $crate::schema::PropertyType>::TYPE;

            fn blank() -> Self {
                <$type as $crate::schema::PropertyType>::BLANK
            }
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
