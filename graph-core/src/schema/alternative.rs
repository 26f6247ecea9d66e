use super::descriptor::EdmTypeInfo;
use super::object::{Object, Value};
use super::property_type::{Element, Structured};

/// What generated code asks of the type that an alternative of a union holds.
///
/// Without supertraits, for the reason that [`Field`](super::Field) has none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an alternative of a union",
    label = "not a structured type",
    note = "an alternative holds a struct under `#[graph_resource]` or `#[graph_complex]`, or a `Box` of one"
)]
pub trait Alternative: Sized {
    /// [`Element::ELEMENT`]
    const TYPE: &'static EdmTypeInfo;
    /// The OData type.
    const ODATA_TYPE: &'static str;

    /// [`Element::KEEPS`]
    const KEEPS: bool;

    /// [`Element::blank`]
    fn blank() -> Self;

    /// The value without its type.
    fn value(&self) -> &dyn Value;

    /// The value without its type, to be read into.
    fn value_mut(&mut self) -> &mut dyn Value;
}

#[diagnostic::do_not_recommend]
impl<T: Element + Object + Structured> Alternative for T {
    const TYPE: &'static EdmTypeInfo = T::ELEMENT;
    const ODATA_TYPE: &'static str = T::DESCRIPTOR.__odata_type;
    const KEEPS: bool = T::KEEPS;

    #[inline]
    fn blank() -> Self {
        <T as Element>::blank()
    }

    #[inline]
    fn value(&self) -> &dyn Value {
        self
    }

    #[inline]
    fn value_mut(&mut self) -> &mut dyn Value {
        self
    }
}
