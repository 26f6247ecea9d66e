use super::property_type;
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

impl Value for String {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = json.string("`Edm.String`")?.into_owned();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

property_type!(String, EdmTypeInfo::required(EdmType::String), String::new());
