//! Resources and values in the serde world: through JSON text, so that nothing is compiled once per resource.
//!
//! Formats of serde have integers of 64 bits and doubles. A number that is neither is written as a string there,
//! which [`Decimal`](crate::Decimal) reads, too; the zeros at the end of a fraction and the way an exponent is written are
//! lost. Reading takes numbers as the format hands them over: `serde_json` makes doubles of them unless its feature
//! `arbitrary_precision` is on; [`crate::json::from_str`] keeps every digit in any case.

mod copy;
mod text;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{PropertyType, Value};

/// A value in any serde format.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_value<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    let mut json = Writer::new();
    value.write(&mut json);
    transcode(json.as_str(), serializer)
}

/// A value from any serde format.
///
/// # Errors
/// Those of the deserializer, and when what it holds is not of the type.
pub fn deserialize_value<'de, T: PropertyType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::BLANK;
    read_value(&mut value, &json_text(deserializer)?).map_err(D::Error::custom)?;
    Ok(value)
}

/// The JSON text of a value in any serde format.
pub(crate) fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut json = Writer::new();
    copy::copy(deserializer, &mut json)?;
    Ok(json.into_string())
}

fn read_value(target: &mut dyn Value, json: &str) -> Result<(), ReadError> {
    target.read(&mut Reader::new(json))
}

fn transcode<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_transcode::transcode(text::Text(&mut Reader::new(json)), serializer).map_err(S::Error::custom)
}
