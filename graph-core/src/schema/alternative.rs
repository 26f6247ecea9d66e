use super::descriptor::EdmTypeInfo;
use super::object::{Object, Value};
use super::property_type::{Element, Structured};
use crate::json_text::{ReadError, Reader};

/// What generated code needs of the type that an alternative of a union holds.
///
/// Without supertraits, for the reason that [`Field`](super::Field) has none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an alternative of a union",
    label = "not a structured type",
    note = "an alternative holds a struct under `#[graph_resource]` or `#[graph_complex]`, or a `Box` of one"
)]
pub trait Alternative: Sized {
    /// The type.
    const INFO: AlternativeInfo;

    /// Reads the object that comes next.
    ///
    /// # Errors
    /// If it is not a value of the type.
    fn read(json: &mut Reader<'_>) -> Result<Self, ReadError>;

    /// Returns the value without its Rust type.
    fn value(&self) -> &dyn Value;
}

/// The type that an alternative holds.
#[derive(Debug, Clone, Copy)]
pub struct AlternativeInfo {
    /// [`Element::TYPE`]
    pub type_info: &'static EdmTypeInfo,
    /// The OData type.
    pub odata_type: &'static str,
    /// [`Element::KEEPS_UNDECLARED`]
    pub keeps_undeclared: bool,
}

#[diagnostic::do_not_recommend]
impl<T: Element + Object + Structured> Alternative for T {
    const INFO: AlternativeInfo = AlternativeInfo {
        type_info: T::TYPE,
        odata_type: T::DESCRIPTOR.__odata_type,
        keeps_undeclared: T::KEEPS_UNDECLARED,
    };

    fn read(json: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut value = T::blank();
        Value::read(&mut value, json)?;
        Ok(value)
    }

    #[inline]
    fn value(&self) -> &dyn Value {
        self
    }
}
