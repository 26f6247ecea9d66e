//! Resources and values in the serde world: through JSON text, so that nothing is compiled once a resource.
//!
//! Formats of serde have integers and doubles. A decimal number that is neither is written as a string there, which
//! [`Decimal`](crate::Decimal) reads, too; the zeros at the end of a fraction and the way an exponent is written get lost. What reads from
//! another format gets its numbers as that hands them over: `serde_json` makes doubles of them, which
//! [`crate::json::from_str`] does not.

mod text;

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use super::error::ReadError;
use super::reader::Reader;
use super::writer::Writer;
use crate::value::{PropertyType, Value};

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

fn read_value(target: &mut dyn Value, json: &[u8]) -> Result<(), ReadError> {
    // what serde_json wrote is UTF-8
    let text = String::from_utf8_lossy(json);
    target.read(&mut Reader::new(&text))
}

fn transcode<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_transcode::transcode(text::Text(&mut Reader::new(json)), serializer).map_err(S::Error::custom)
}

fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    serde_transcode::transcode(deserializer, &mut serializer).map_err(D::Error::custom)?;
    Ok(text)
}
