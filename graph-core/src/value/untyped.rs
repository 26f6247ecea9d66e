use super::{property_type, serde_by_text};
use crate::dynamic::{Untyped, UntypedObject};
use crate::json_text::{Name, ReadError, ReadErrorKind, Reader, Writer};
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
    EdmTypeInfo { edm: EdmType::Untyped, nullable: true, optional: true, keeps_absence: true },
    Untyped::ABSENT
);
serde_by_text!(Untyped);

impl Value for UntypedObject {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if !json.is_object() {
            return Err(json.unexpected("an object"));
        }
        let at = json.position();
        let text = json.raw()?;
        if has_two_types(text)? {
            return Err(ReadError::new(ReadErrorKind::Duplicate, at).within("@odata.type"));
        }
        *self = Self::from_checked(text);
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(self.as_str());
    }
}

fn has_two_types(object: &str) -> Result<bool, ReadError> {
    let mut reader = Reader::new(object);
    reader.open(b'{', "an object")?;
    let (mut first, mut seen) = (true, false);
    while let Name::Other(name) = reader.name(&mut first, "")? {
        if name == "@odata.type" && std::mem::replace(&mut seen, true) {
            return Ok(true);
        }
        reader.skip()?;
    }
    Ok(false)
}

property_type!(UntypedObject, EdmTypeInfo::required(EdmType::Untyped), UntypedObject::EMPTY);
serde_by_text!(UntypedObject);
