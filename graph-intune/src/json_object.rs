//! Objects whose members keep their order and the text of their values.

use std::fmt;

use graph_core::Untyped;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The members of a JSON object, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub(crate) struct JsonObject(Vec<(Box<str>, Untyped)>);

impl JsonObject {
    pub(crate) fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Untyped> {
        self.0.iter().find(|(member, _)| **member == *name).map(|(_, value)| value)
    }

    /// Returns the value of a member that is a string.
    pub(crate) fn string(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?.as_str()).ok()
    }

    /// Sets a member at its place, or adds it at the end.
    pub(crate) fn set(&mut self, name: &str, value: Untyped) {
        match self.0.iter_mut().find(|(member, _)| **member == *name) {
            Some((_, current)) => *current = value,
            None => self.0.push((name.into(), value)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.retain(|(member, _)| **member != *name);
    }

    pub(crate) fn retain(&mut self, mut is_kept: impl FnMut(&str) -> bool) {
        self.0.retain(|(name, _)| is_kept(name));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Untyped)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    pub(crate) fn to_json(&self) -> String {
        let mut json = String::from("{");
        for (name, value) in &self.0 {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(Untyped::from(&**name).as_str());
            json.push(':');
            json.push_str(if value.is_absent() { "null" } else { value.as_str() });
        }
        json.push('}');
        json
    }

    /// Returns whether both have the same values; null is the same as absent, and the order does not matter.
    pub(crate) fn has_same_values(&self, other: &Self) -> bool {
        let covers =
            |left: &Self, right: &Self| left.iter().all(|(name, value)| same_value(Some(value), right.get(name)));
        covers(self, other) && covers(other, self)
    }
}

/// Returns whether both are the same JSON value, or null or absent.
pub(crate) fn same_value(left: Option<&Untyped>, right: Option<&Untyped>) -> bool {
    let value = |value: Option<&Untyped>| value.filter(|value| !value.is_null() && !value.is_absent()).cloned();
    value(left) == value(right)
}

/// Returns whether a value has everything that is in `wanted`: services add members to objects.
pub(crate) fn covers(current: Option<&Untyped>, wanted: &Untyped) -> bool {
    same_value(current, Some(wanted))
        || current.is_some_and(|current| covers_value(&current.to_value(), &wanted.to_value()))
}

fn covers_value(current: &Value, wanted: &Value) -> bool {
    match (current, wanted) {
        (Value::Object(current), Value::Object(wanted)) => wanted.iter().all(|(name, value)| match current.get(name) {
            Some(current) => covers_value(current, value),
            None => value.is_null(),
        }),
        (Value::Array(current), Value::Array(wanted)) => {
            current.len() == wanted.len()
                && current.iter().zip(wanted).all(|(current, wanted)| covers_value(current, wanted))
        }
        _ => current == wanted,
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = JsonObject;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonObject, A::Error> {
                let mut object = JsonObject::default();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    if object.get(&name).is_some() {
                        return Err(A::Error::custom("a member occurs twice"));
                    }
                    let value =
                        Untyped::from_json(value.get()).map_err(|_| A::Error::custom("a value cannot be read"))?;
                    object.0.push((name.into(), value));
                }
                Ok(object)
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_order_are_preserved() {
        let json = r#"{"b":1.50,"a":"\u0041","c":{"y":1e2,"x":[ ]},"d":null}"#;
        let object = JsonObject::from_json(json).unwrap();
        assert_eq!(object.to_json(), json);
        assert_eq!(object.string("a").as_deref(), Some("A"));
        assert_eq!(object.string("b"), None);
    }

    #[test]
    fn a_member_that_occurs_twice_is_an_error() {
        for json in [r#"{"a":1,"a":1}"#, r#"{"a":1,"\u0061":2}"#, "[]", "1", "{", r#"{"a":1}x"#] {
            assert!(JsonObject::from_json(json).is_err(), "{json}");
        }
    }

    #[test]
    fn null_is_the_same_as_absent() {
        let object = |json: &str| JsonObject::from_json(json).unwrap();
        assert!(object(r#"{"a":1,"b":null}"#).has_same_values(&object(r#"{"a":1}"#)));
        assert!(object(r#"{"a":1,"b":2}"#).has_same_values(&object(r#"{"b":2,"a":1}"#)));
        assert!(!object(r#"{"a":1}"#).has_same_values(&object(r#"{"a":1,"b":false}"#)));
        assert!(!object(r#"{"a":1,"b":0}"#).has_same_values(&object(r#"{"a":1}"#)));
    }

    #[test]
    fn services_may_add_members() {
        let has_all = |current: &str, wanted: &str| {
            let untyped = |json: &str| Untyped::from_json(json).unwrap();
            covers(Some(&untyped(current)), &untyped(wanted))
        };
        assert!(has_all(r#"{"a":{"b":1,"c":2},"d":[{"e":1,"f":2}]}"#, r#"{"a":{"b":1},"d":[{"e":1}],"g":null}"#));
        assert!(!has_all(r#"{"a":{"b":1}}"#, r#"{"a":{"b":2}}"#));
        assert!(!has_all("[1,2]", "[1]"));
        assert!(!has_all("null", r#"{"a":null}"#));
        assert!(covers(None, &Untyped::NULL));
    }

    #[test]
    fn members_are_replaced_at_their_place() {
        let mut object = JsonObject::from_json(r#"{"a":1,"b":2}"#).unwrap();
        object.set("a", Untyped::from("x"));
        object.set("c", Untyped::NULL);
        object.remove("b");
        assert_eq!(object.to_json(), r#"{"a":"x","c":null}"#);
    }
}
