//! Writes JSON text from any serde format.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::json_text::{MAX_DEPTH, Reader, Writer};
use crate::schema::Value;

/// The name of the only member of the map that `serde_json` provides for a number with its text.
///
/// Its feature `arbitrary_precision` does that, and Cargo enables it for every crate of a program if one of them requests it.
const NUMBER: &str = "$serde_json::private::Number";

/// Writes the value of a deserializer as JSON text.
///
/// # Errors
/// The errors of the deserializer, and if JSON cannot represent a value.
pub(super) fn write<'de, D: Deserializer<'de>>(deserializer: D, json: &mut Writer) -> Result<(), D::Error> {
    TextWriter { json, depth: 0 }.deserialize(deserializer)
}

struct TextWriter<'w> {
    json: &'w mut Writer,
    depth: u8,
}

impl TextWriter<'_> {
    /// Returns a writer for a value inside this one.
    ///
    /// The depth is limited because each level needs stack, and not every format has a limit of its own.
    fn nested<E: Error>(&mut self) -> Result<TextWriter<'_>, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("the value is nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(TextWriter { json: self.json, depth: self.depth + 1 })
    }

    fn write(self, value: &dyn Value) {
        value.write(self.json);
    }

    /// Writes the text of a number as it is.
    fn number<E: Error>(self, text: &str) -> Result<(), E> {
        let mut reader = Reader::new(text);
        let value = reader.number("a number").and_then(|value| reader.end().map(|()| value)).map_err(E::custom)?;
        self.json.raw(value);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for TextWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can represent")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.write(&value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.write(&value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.json.raw(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.json.raw(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.json.raw(itoa::Buffer::new().format(value));
        Ok(())
    }

    fn visit_f32<E: Error>(self, value: f32) -> Result<(), E> {
        self.write(&value);
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.write(&value);
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.json.string(value);
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.json.null();
        Ok(())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        self.json.raw("[");
        let start = self.json.len();
        loop {
            let before = self.json.len();
            if before > start {
                self.json.raw(",");
            }
            if elements.next_element_seed(self.nested()?)?.is_none() {
                self.json.truncate(before);
                break;
            }
        }
        self.json.raw("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let Some(first) = members.next_key::<String>()? else {
            self.json.raw("{}");
            return Ok(());
        };
        if first == NUMBER {
            return self.number(&members.next_value::<String>()?);
        }
        self.json.raw("{");
        let mut next = Some(first);
        while let Some(name) = next {
            self.json.name(&name);
            members.next_value_seed(self.nested()?)?;
            next = members.next_key()?;
        }
        self.json.raw("}");
        Ok(())
    }
}
