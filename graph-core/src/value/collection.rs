use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Object, PropertyType, Value};

impl<T: Element> Value for Vec<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as PropertyType>::TYPE
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
}

impl<T: Element> PropertyType for Vec<T> {
    /// Required like any other value: a collection that a response left out must not be sent back as an empty one.
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Collection(|| T::ELEMENT));
    const KEEPS: bool = T::KEEPS;
    const BLANK: Self = Vec::new();
}

impl<T: Element> Element for Vec<T> {
    const ELEMENT: &'static EdmTypeInfo = Self::TYPE;
    const KEEPS: bool = T::KEEPS;

    fn blank() -> Self {
        Self::new()
    }
}

/// For types that hold themselves: `Option<Box<T>>`.
impl<T: Element> Value for Box<T> {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::ELEMENT
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        T::read(self, json)
    }

    fn write(&self, json: &mut Writer) {
        T::write(self, json);
    }

    fn write_tagged(&self, json: &mut Writer) {
        T::write_tagged(self, json);
    }

    fn as_object(&self) -> Option<&dyn Object> {
        T::as_object(self)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<T: Element> Element for Box<T> {
    const ELEMENT: &'static EdmTypeInfo = T::ELEMENT;
    const KEEPS: bool = T::KEEPS;

    fn blank() -> Self {
        Self::new(T::blank())
    }
}
