//! Deserializes JSON text with serde.

use serde::de::value::Error;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::json_text::{MemberName, ReadError, Reader};

/// Deserializes the value that comes next.
///
/// A number that an integer or a double does not represent exactly is deserialized as a string.
pub(super) struct TextDeserializer<'r, 'de>(pub(super) &'r mut Reader<'de>);

impl<'de> Deserializer<'de> for TextDeserializer<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let json = self.0;
        if json.is_object() {
            json.open(b'{', "an object").map_err(custom)?;
            visitor.visit_map(Rest { json, first: true })
        } else if json.is_string() {
            visitor.visit_str(&json.string("a string").map_err(custom)?)
        } else if json.is_array() {
            json.open(b'[', "an array").map_err(custom)?;
            visitor.visit_seq(Rest { json, first: true })
        } else if json.is_number() {
            number(json.number("a number").map_err(custom)?, visitor)
        } else if json.null().map_err(custom)? {
            visitor.visit_unit()
        } else {
            visitor.visit_bool(json.boolean().map_err(custom)?)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The rest of an object or array.
struct Rest<'r, 'de> {
    json: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> MapAccess<'de> for Rest<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        match self.json.name(&mut self.first, "").map_err(custom)? {
            MemberName::Other(name) => seed.deserialize(serde::de::value::CowStrDeserializer::new(name)).map(Some),
            _ => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(TextDeserializer(self.json))
    }
}

impl<'de> SeqAccess<'de> for Rest<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.json.element(&mut self.first).map_err(custom)? {
            seed.deserialize(TextDeserializer(self.json)).map(Some)
        } else {
            Ok(None)
        }
    }
}

fn custom(error: ReadError) -> Error {
    Error::custom(error)
}

fn number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, Error> {
    // like serde_json: as an integer, zero does not have a sign
    if text != "-0" {
        if let Ok(whole) = text.parse() {
            return visitor.visit_u64(whole);
        }
        if let Ok(whole) = text.parse() {
            return visitor.visit_i64(whole);
        }
    }
    match text.parse::<f64>() {
        Ok(double) if double.is_finite() && parts(text).is_some_and(|of| Some(of) == parts(&format!("{double:e}"))) => {
            visitor.visit_f64(double)
        }
        _ => visitor.visit_str(text),
    }
}

/// Returns the digits of a number without leading and trailing zeros, and the power of ten of the last one. The sign is ignored.
fn parts(text: &str) -> Option<(String, i64)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole.trim_start_matches('-'), fraction].concat();
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    let exponent =
        exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(zeros)?;
    Some((significant.to_owned(), exponent))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn equal_numbers_have_equal_parts() {
        for (one, two) in [("1.50", "1.5e0"), ("1500", "15E+2"), ("0.00150", "1.5e-3"), ("-0.0", "0"), ("100e-2", "1")]
        {
            assert_eq!(parts(one), parts(two), "{one} {two}");
        }
        for (one, two) in [("1.5", "1.51"), ("15", "1.5"), ("1e5", "1e-5"), ("0.1000000000000000055", "0.1")] {
            assert_ne!(parts(one), parts(two), "{one} {two}");
        }
        assert_eq!(parts("1e99999999999999999999"), None);
    }
}
