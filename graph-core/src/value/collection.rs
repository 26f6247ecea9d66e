use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{Collection, EdmType, EdmTypeInfo, Element, PropertyType, Value};

impl<T: Element> Value for Vec<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        json.open(b'[', "a collection")?;
        let mut first = true;
        while json.element(&mut first)? {
            let mut element = T::blank();
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

    fn as_collection(&self) -> Option<&dyn Collection> {
        Some(self)
    }
}

impl<T: Element> Collection for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn element(&self, index: usize) -> Option<&dyn Value> {
        self.get(index).map(|element| element as &dyn Value)
    }

    fn __sealed(&self) {}
}

impl<T: Element> PropertyType for Vec<T> {
    const BLANK: Self = Vec::new();
}

impl<T: Element> Element for Vec<T> {
    /// Required like other values: a collection that a response omits must not be sent back as an empty one.
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Collection(|| T::TYPE));
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    fn blank() -> Self {
        Self::new()
    }
}
