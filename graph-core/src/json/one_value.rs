//! One value, without the resource around it.

use super::error::ReadError;
use super::reader::Reader;
use crate::value::{Element, Value};

/// Reads the value of one property from JSON text.
///
/// ```
/// use graph_core::Nullable;
/// use graph_core::json::value_from_str;
///
/// let count: Nullable<i32> = value_from_str("12")?;
/// assert_eq!(count, Nullable::Value(12));
/// let error = value_from_str::<Vec<i32>>(r#"[1, "2"]"#).unwrap_err();
/// assert_eq!(error.pointer(), "/1");
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
///
/// # Errors
/// When the text is not JSON, or is no value of the type.
pub fn value_from_str<T: Element>(json: &str) -> Result<T, ReadError> {
    let mut value = T::blank();
    read_value(&mut value, json)?;
    Ok(value)
}

fn read_value(target: &mut dyn Value, json: &str) -> Result<(), ReadError> {
    let mut reader = Reader::new(json);
    target.read(&mut reader)?;
    reader.end()
}
