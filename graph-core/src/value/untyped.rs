use super::{property_type, serde_by_text};
use crate::dynamic::{Untyped, UntypedObject};
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

macro_rules! from_values {
    ($($type:ty),*) => {$(
        impl From<$type> for Untyped {
            fn from(value: $type) -> Self {
                let mut json = Writer::new();
                Value::write(&value, &mut json);
                Self::from_checked(json.as_str())
            }
        }
    )*};
}

from_values!(bool, i8, u8, i16, i32, i64, f64, String);

impl Value for Untyped {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = Self::from_checked(json.raw()?);
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        self.write_json(json);
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

property_type!(
    Untyped,
    EdmTypeInfo { edm: EdmType::Untyped, nullable: true, optional: true, distinguishes_absent: true },
    Untyped::ABSENT
);
serde_by_text!(Untyped);

impl Value for UntypedObject {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = Self::read(json)?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(self.as_str());
    }
}

property_type!(UntypedObject, EdmTypeInfo::required(EdmType::Untyped), UntypedObject::EMPTY);
serde_by_text!(UntypedObject);
