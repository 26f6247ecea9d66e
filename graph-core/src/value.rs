//! Property values: how each Edm type is read from and written to JSON.

mod collection;
mod date_time_offset;
mod edm_type;
pub(crate) mod enumeration;
pub(crate) mod field;
mod guid;
mod number;
mod option;
mod text;
mod untyped;

pub use date_time_offset::{DateTimeOffset, ParseDateTimeOffsetError};
pub use edm_type::{EdmType, Enumeration, TypeFacts};
pub use enumeration::GraphEnum;
pub use option::Nullable;

use crate::json::{ReadError, Reader, Writer};

/// A value that can be read from and written to JSON, seen without knowing its type.
pub trait Value {
    /// Replaces `self` with the JSON value that comes next.
    ///
    /// # Errors
    /// When that is not a value of the type. `self` may then hold anything valid.
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes `self` as one JSON value.
    fn write(&self, json: &mut Writer);
}

/// A type that a field of a resource can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `DateTimeOffset`, `uuid::Uuid`, \
            `serde_json::Value`, enumerations under `#[graph_enum]`, and `Option<_>` and `Vec<_>` of them"
)]
pub trait PropertyType: Value + Sized {
    /// The Edm type and what may be left out.
    const TYPE: &'static TypeFacts;

    /// The value that decoding starts from.
    #[doc(hidden)]
    const BLANK: Self;
}
