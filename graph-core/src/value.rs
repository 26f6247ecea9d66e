//! Property values: how each Edm type is read from and written to JSON.

pub(crate) mod alternative;
mod binary;
mod collection;
mod date;
mod date_time_offset;
mod decimal;
mod duration;
pub(crate) mod dynamic_properties;
mod edm_type;
pub(crate) mod enumeration;
pub(crate) mod field;
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

pub use binary::{Binary, ParseBinaryError};
pub use date::{Date, ParseDateError};
pub use date_time_offset::{DateTimeOffset, ParseDateTimeOffsetError};
pub use decimal::{Decimal, ParseDecimalError};
pub use duration::{Duration, ParseDurationError};
pub use dynamic_properties::{DynamicProperties, PropertyNameError};
pub use edm_type::{EdmType, EdmTypeInfo, EnumDescriptor};
pub use enumeration::GraphEnum;
pub use flags::Flags;
pub use guid::{Guid, ParseGuidError};
pub use nullable::Nullable;
pub use option::HasNull;
pub use time_of_day::{ParseTimeOfDayError, TimeOfDay};
pub use untyped::{Untyped, UntypedObject};

use crate::json::{ReadError, Reader, Writer};
use crate::resource::Object;

/// A value that can be read from and written to JSON, seen without knowing its type.
pub trait Value {
    /// The Edm type, and what may be left out.
    fn type_info(&self) -> &'static EdmTypeInfo;

    /// Replaces `self` with the JSON value that comes next.
    ///
    /// # Errors
    /// When that is not a value of the type. `self` may then hold anything valid.
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes `self` as one JSON value.
    fn write(&self, json: &mut Writer);

    /// Writes `self` with its type, where the declared type does not tell it.
    fn write_tagged(&self, json: &mut Writer) {
        self.write(json);
    }

    /// The members, of a structured type.
    fn as_object(&self) -> Option<&dyn Object> {
        None
    }

    /// Whether an object that has this value does not write the member at all.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A type that a field of a resource can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the types in \
            `graph_core::value`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them"
)]
pub trait PropertyType: Value + Sized {
    /// The Edm type and what may be left out.
    const TYPE: &'static EdmTypeInfo;

    /// Whether a value that was read holds everything that its text held.
    #[doc(hidden)]
    const KEEPS: bool = true;

    /// The value that decoding starts from.
    #[doc(hidden)]
    const BLANK: Self;
}

/// A type that an `Option`, a `Vec` or a [`Nullable`] can hold: every [`PropertyType`], and a `Box` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the types in \
            `graph_core::value`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them"
)]
pub trait Element: Value + Sized {
    /// The Edm type and what may be left out.
    const ELEMENT: &'static EdmTypeInfo;

    /// Whether a value that was read holds everything that its text held.
    #[doc(hidden)]
    const KEEPS: bool = true;

    /// The value that decoding starts from.
    #[doc(hidden)]
    fn blank() -> Self;
}

/// Implements both traits of a type with a constant to start from.
macro_rules! property_type {
    ($type:ty, $descriptor:expr, $blank:expr) => {
        impl $crate::value::PropertyType for $type {
            const TYPE: &'static $crate::value::EdmTypeInfo = &$descriptor;
            const BLANK: Self = $blank;
        }

        impl $crate::value::Element for $type {
            const ELEMENT: &'static $crate::value::EdmTypeInfo = <$type as $crate::value::PropertyType>::TYPE;

            fn blank() -> Self {
                <$type as $crate::value::PropertyType>::BLANK
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
