use super::{EnumDescriptor, Value};
use crate::json::{ReadError, Reader, Writer};

/// An enumeration type: an enum under [`#[graph_enum]`](macro@crate::graph_enum).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared enumeration",
    label = "not an enumeration",
    note = "declare it: `#[graph_enum]` above an enum, with `#[graph(other)] Other(String)` as its last variant"
)]
pub trait GraphEnum: Value + Sized {
    /// What was declared.
    const DESCRIPTOR: &'static EnumDescriptor;

    /// The member as it is on the wire.
    fn as_member(&self) -> &str;

    /// The value for a member. One that is not declared keeps its text.
    fn from_member(member: &str) -> Self;
}

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
