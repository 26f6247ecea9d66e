//! JSON text from any serde format.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::json_text::{MAX_DEPTH, Reader, Writer};
use crate::schema::Value;

/// How `serde_json` hands over a number whose text it keeps: as a map of one member. The feature `arbitrary_precision` does
/// that, and Cargo turns it on for every crate of a program if one of them asks for it.
const NUMBER: &str = "$serde_json::private::Number";
/// Writes the value of a deserializer as JSON text.
///
/// # Errors
/// Those of the deserializer, and when a value has no JSON form.
pub(super) fn copy<'de, D: Deserializer<'de>>(deserializer: D, json: &mut Writer) -> Result<(), D::Error> {
    Copy { json, depth: 0 }.deserialize(deserializer)
}

struct Copy<'w> {
    json: &'w mut Writer,
    depth: u8,
}

impl Copy<'_> {
    /// For a value one level further in. The depth is limited because each level takes room on the stack, and formats need
    /// not have a limit of their own.
    fn inner<E: Error>(&mut self) -> Result<Copy<'_>, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Copy { json: self.json, depth: self.depth + 1 })
    }

    fn write(self, value: &dyn Value) {
        value.write(self.json);
    }

    /// Takes over the text of a number.
    fn number<E: Error>(self, text: &str) -> Result<(), E> {
        let mut reader = Reader::new(text);
        let value = reader.number("a number").and_then(|value| reader.end().map(|()| value)).map_err(E::custom)?;
        self.json.raw(value);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Copy<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Copy<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
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
            if elements.next_element_seed(self.inner()?)?.is_none() {
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
            members.next_value_seed(self.inner()?)?;
            next = members.next_key()?;
        }
        self.json.raw("}");
        Ok(())
    }
}
