//! Implements serde's traits for resources and values through JSON text.
//!
//! So nothing is compiled once per resource.
//!
//! Formats of serde have integers of 64 bits and doubles. A number that is neither is written as a string, which
//! [`Decimal`](crate::Decimal) reads, too. Trailing zeros of a fraction and the notation of an exponent are lost. Numbers are
//! read as the format provides them: `serde_json` converts them to doubles, unless its feature `arbitrary_precision` is enabled.
//! [`crate::json::from_str`] preserves every digit.

mod text_deserializer;
mod text_writer;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{PropertyType, Value};
use text_deserializer::TextDeserializer;

/// Serializes a value in any serde format.
///
/// # Errors
/// The errors of the serializer.
pub fn serialize_value<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    let mut json = Writer::new();
    value.write(&mut json);
    transcode(json.as_str(), serializer)
}

/// Deserializes a value from any serde format.
///
/// # Errors
/// The errors of the deserializer, and if the value has another type.
pub fn deserialize_value<'de, T: PropertyType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::BLANK;
    read_value(&mut value, &json_text(deserializer)?).map_err(D::Error::custom)?;
    Ok(value)
}

/// Returns the JSON text of a value in any serde format.
pub(crate) fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut json = Writer::new();
    text_writer::write(deserializer, &mut json)?;
    Ok(json.into_string())
}

fn read_value(target: &mut dyn Value, json: &str) -> Result<(), ReadError> {
    target.read(&mut Reader::new(json))
}

fn transcode<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_transcode::transcode(TextDeserializer(&mut Reader::new(json)), serializer).map_err(S::Error::custom)
}
