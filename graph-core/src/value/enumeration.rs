//! Values of enumeration types: what generated code calls.

use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::GraphEnum;

/// Reads the text of a member.
///
/// # Errors
/// When what comes next is no string.
fn read_member(json: &mut Reader<'_>, set: &mut dyn FnMut(&str)) -> Result<(), ReadError> {
    set(&json.string("an enumeration member")?);
    Ok(())
}

/// Reads a value of an enumeration.
///
/// # Errors
/// When what comes next is no string.
#[inline]
pub fn read_enumerated<E: GraphEnum>(value: &mut E, json: &mut Reader<'_>) -> Result<(), ReadError> {
    read_member(json, &mut |member| *value = E::from_member(member))
}

/// Writes the text of a member.
pub fn write_member(member: &str, json: &mut Writer) {
    json.string(member);
}
