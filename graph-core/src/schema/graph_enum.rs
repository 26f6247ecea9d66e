use super::descriptor::EnumDescriptor;
use super::object::Value;

/// An enumeration type: an enum under [`#[graph_enum]`](macro@crate::graph_enum).
///
/// This trait is sealed: only the macros and this crate implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a declared enumeration",
    label = "not an enumeration",
    note = "declare it: `#[graph_enum]` above an enum, with `#[graph(other)] Other(String)` as its last variant"
)]
pub trait GraphEnum: Value + Sized {
    /// The descriptor of the enumeration.
    const DESCRIPTOR: &'static EnumDescriptor;

    /// Returns the wire name of the member.
    fn as_member(&self) -> &str;

    /// Returns the value for a wire name. The text of an undeclared member is preserved.
    fn from_member(member: &str) -> Self;
}
