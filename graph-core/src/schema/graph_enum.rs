use super::enum_descriptor::EnumDescriptor;
use super::object::Value;

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
