use super::{EdmType, PropertyType, TypeFacts, Value};
use crate::json::{ReadError, Reader, Writer};

impl Value for String {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = json.string("Edm.String")?.into_owned();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

impl PropertyType for String {
    const TYPE: &'static TypeFacts = &TypeFacts::required(EdmType::String);
    const BLANK: Self = String::new();
}
