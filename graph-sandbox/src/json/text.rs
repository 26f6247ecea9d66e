//! JSON text, before its type is known.

use std::collections::HashSet;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Checks that a body is one JSON document whose objects name each member once, at most 127 levels deep.
///
/// # Errors
/// Returns a sentence with the line and the column of the error.
pub(crate) fn check_syntax(body: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(body).map_err(|error| format!("The body is not UTF-8: {error}."))?;
    serde_json::from_str::<UniqueNames>(text).map_err(|error| format!("The body is not valid JSON: {error}."))?;
    Ok(text)
}

/// Returns the members of an object with the text of each value, or `None` if `text` is not an object.
pub(crate) fn object_members(text: &str) -> Option<Vec<(String, &str)>> {
    serde_json::from_str::<RawObject<'_>>(text).ok().map(|object| object.0)
}

/// Returns the text of each element of an array, or `None` if `text` is not an array.
pub(crate) fn array_elements(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// A JSON document that is checked for duplicate members and not stored.
struct UniqueNames;

impl<'de> Deserialize<'de> for UniqueNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for UniqueNames {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if names.contains(&name) {
                return Err(de::Error::custom(format_args!("duplicate member '{name}'")));
            }
            names.insert(name);
            members.next_value::<Self>()?;
        }
        Ok(self)
    }
}

/// The members of an object with the text of each value.
struct RawObject<'de>(Vec<(String, &'de str)>);

impl<'de> Deserialize<'de> for RawObject<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = RawObject<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    members.push((name, value.get()));
                }
                Ok(RawObject(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::{array_elements, check_syntax, object_members};

    #[test]
    fn values_retain_their_text() {
        let text = r#"{"a": 1.50e+2, "b" : "\u0041", "c":[1 , {"d": -0}]}"#;
        assert_eq!(check_syntax(text.as_bytes()), Ok(text));
        let members = object_members(text).expect("an object");
        let texts: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(texts, [("a", "1.50e+2"), ("b", r#""\u0041""#), ("c", r#"[1 , {"d": -0}]"#)]);
        assert_eq!(array_elements(texts[2].1), Some(vec!["1", r#"{"d": -0}"#]));
    }

    #[test]
    fn text_that_is_not_json_is_an_error() {
        for text in ["", "{", "{}}", "{'a':1}", "[1,]", "nul", r#"{"a":1,"a":2}"#, r#"{"x":[{"a":1,"\u0061":1}]}"#] {
            assert!(check_syntax(text.as_bytes()).is_err(), "{text}");
        }
        assert!(check_syntax(b"{\"a\":\"\xff\"}").is_err());
        assert!(check_syntax(br#"{"a":"\ud800"}"#).is_err(), "a lone surrogate");
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        assert!(check_syntax(deep.as_bytes()).is_err());
    }
}
