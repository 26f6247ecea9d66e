use super::{EdmType, TypeFacts, Value, property_type};
use crate::json::{ReadError, Reader, Writer};

impl Value for String {
    fn type_facts(&self) -> &'static TypeFacts {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = json.string("Edm.String")?.into_owned();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

property_type!(String, TypeFacts::required(EdmType::String), String::new());
