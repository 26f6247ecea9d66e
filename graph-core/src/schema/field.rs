use super::descriptor::EdmType;
use super::object::Value;
use super::property_type::PropertyType;

/// What generated code needs of the type of a field.
///
/// One trait without supertraits provides all of it, so that the compiler's errors about a type that is not a property type are
/// identical, and it shows one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the value types \
            of `graph_core`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them; `DynamicProperties` needs `#[graph(dynamic_properties)]`"
)]
pub trait Field: Sized {
    /// [`Element::KEEPS_UNDECLARED`](super::Element::KEEPS_UNDECLARED)
    const KEEPS_UNDECLARED: bool;
    /// Whether it is a collection whose elements lose their undeclared properties.
    const LOSES_UNDECLARED: bool;
    /// [`PropertyType::BLANK`]
    const BLANK: Self;

    /// Returns the value without its Rust type.
    fn value(&self) -> &dyn Value;

    /// Returns the value without its Rust type, to read into it.
    fn value_mut(&mut self) -> &mut dyn Value;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyType> Field for T {
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;
    const LOSES_UNDECLARED: bool = matches!(T::TYPE.edm, EdmType::Collection(_)) && !T::KEEPS_UNDECLARED;
    const BLANK: Self = T::BLANK;

    #[inline]
    fn value(&self) -> &dyn Value {
        self
    }

    #[inline]
    fn value_mut(&mut self) -> &mut dyn Value {
        self
    }
}
