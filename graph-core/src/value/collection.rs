use super::{EdmType, PropertyType, TypeFacts, Value};
use crate::json::{ReadError, Reader, Writer};

impl<T: PropertyType> Value for Vec<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        json.open(b'[', "a collection")?;
        let mut first = true;
        while json.element(&mut first)? {
            let mut element = T::BLANK;
            element.read(json).map_err(|error| error.within(itoa::Buffer::new().format(self.len())))?;
            self.push(element);
        }
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw("[");
        for (index, element) in self.iter().enumerate() {
            if index > 0 {
                json.raw(",");
            }
            element.write(json);
        }
        json.raw("]");
    }
}

impl<T: PropertyType> PropertyType for Vec<T> {
    /// A response may leave a collection out.
    const TYPE: &'static TypeFacts = &TypeFacts::optional(EdmType::Collection(|| T::TYPE));
    const BLANK: Self = Vec::new();
}
