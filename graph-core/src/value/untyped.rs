use super::{EdmType, PropertyType, TypeFacts, Value};
use crate::json::{Fault, ReadError, Reader, Writer};

/// `Edm.Untyped`: any JSON.
impl Value for serde_json::Value {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        *self = serde_json::from_str(json.raw()?).map_err(|_| ReadError::new(Fault::Text("JSON"), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(&self.to_string());
    }
}

impl PropertyType for serde_json::Value {
    const TYPE: &'static TypeFacts = &TypeFacts { edm: EdmType::Untyped, nullable: true, optional: true };
    const BLANK: Self = serde_json::Value::Null;
}
