use super::descriptor::{EdmType, EdmTypeInfo};
use super::object::Value;
use super::property_type::PropertyType;

/// What generated code asks of the type of a field.
///
/// Every question goes to this one trait, without supertraits, so that the compiler's reports of a type that is no property
/// type are the same to the letter, and it shows one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a Graph property",
    label = "not a property type",
    note = "property types are `bool`, `i8` … `i64`, `u8`, `f32`, `f64`, `String`, `uuid::Uuid`, the types in \
            `graph_core::value`, types under `#[graph_complex]`, `#[graph_enum]` and `#[graph_union]`, and `Option<_>` \
            and `Vec<_>` of them"
)]
pub trait Field: Sized {
    /// [`PropertyType::TYPE`]
    const TYPE: &'static EdmTypeInfo;
    /// [`PropertyType::KEEPS`]
    const KEEPS: bool;
    /// Whether it is a collection whose elements lose what they do not declare.
    const LOSES: bool;
    /// [`PropertyType::BLANK`]
    const BLANK: Self;

    /// The value without its type.
    fn value(&self) -> &dyn Value;

    /// The value without its type, to be read into.
    fn value_mut(&mut self) -> &mut dyn Value;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyType> Field for T {
    const TYPE: &'static EdmTypeInfo = T::TYPE;
    const KEEPS: bool = T::KEEPS;
    const LOSES: bool = matches!(T::TYPE.edm, EdmType::Collection(_)) && !T::KEEPS;
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
