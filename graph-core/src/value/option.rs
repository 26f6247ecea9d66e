use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{Collection, EdmTypeInfo, Element, Object, PropertyType, Value};

/// Null and absent are both `None`. An object omits `None`; an update sends it as null.
impl<T: Element> Value for Option<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if json.null()? {
            *self = None;
            Ok(())
        } else {
            self.insert(T::blank()).read(json)
        }
    }

    fn write(&self, json: &mut Writer) {
        match self {
            Some(value) => value.write(json),
            None => json.null(),
        }
    }

    fn write_tagged(&self, json: &mut Writer) {
        match self {
            Some(value) => value.write_tagged(json),
            None => json.null(),
        }
    }

    fn as_object(&self) -> Option<&dyn Object> {
        self.as_ref()?.as_object()
    }

    fn as_collection(&self) -> Option<&dyn Collection> {
        self.as_ref()?.as_collection()
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Element> PropertyType for Option<T> {
    const BLANK: Self = None;
}

impl<T: Element> Element for Option<T> {
    const TYPE: &'static EdmTypeInfo = &T::TYPE.or_null();
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    fn blank() -> Self {
        None
    }
}

/// A property type with null among its values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not nullable",
    label = "not an `Option`",
    note = "`#[graph(nullable)]` is for a field whose type is an alias of `Option<_>`"
)]
pub trait HasNull {
    /// Generated code names it, so that the compiler checks the type.
    #[doc(hidden)]
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T> HasNull for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T> HasNull for super::Nullable<T> {}
