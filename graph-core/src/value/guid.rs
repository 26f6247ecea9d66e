use uuid::Uuid;

use super::{EdmType, TypeFacts, Value, property_type};
use crate::json::{Fault, ReadError, Reader, Writer};

/// `Edm.Guid`: 36 characters with hyphens.
impl Value for Uuid {
    fn type_facts(&self) -> &'static TypeFacts {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("Edm.Guid")?;
        let parsed = if text.len() == 36 { Uuid::try_parse(&text).ok() } else { None };
        *self = parsed.ok_or_else(|| ReadError::new(Fault::Text("a value of Edm.Guid"), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    }
}

property_type!(Uuid, TypeFacts::required(EdmType::Guid), Uuid::nil());
