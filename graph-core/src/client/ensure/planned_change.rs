use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

/// The change of one property, or of one member of a set.
#[derive(Clone, PartialEq)]
pub struct PlannedChange {
    name: Box<str>,
    before: Value,
    after: Value,
}

impl PlannedChange {
    /// Creates the change of a property from one value to another. The value of a secret is not stored.
    ///
    /// A property whose name contains `password`, `secret`, `token` or the like is a secret, also inside a complex value.
    pub fn new(name: impl Into<String>, before: Value, after: Value) -> Self {
        let name = name.into();
        let (before, after) = (without_secrets(&name, before), without_secrets(&name, after));
        Self { name: name.into(), before, after }
    }

    pub(super) fn of_json(name: &str, before: Option<&str>, after: &str) -> Self {
        let value = |json| serde_json::from_str(json).unwrap_or_default();
        Self::new(name, before.map_or(Value::Null, value), value(after))
    }

    /// Returns the name of the property.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Shows the name, and never the values.
impl fmt::Debug for PlannedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlannedChange").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Serialize for PlannedChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut change = serializer.serialize_struct("PlannedChange", 3)?;
        change.serialize_field("name", &self.name)?;
        change.serialize_field("before", &self.before)?;
        change.serialize_field("after", &self.after)?;
        change.end()
    }
}

/// Removes the values of secrets: all of it if its name is that of a secret, or else the members with such names.
fn without_secrets(name: &str, value: Value) -> Value {
    if is_secret(name) && !value.is_null() {
        return Value::from("[redacted]");
    }
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let value = without_secrets(&name, value);
                    (name, value)
                })
                .collect(),
        ),
        Value::Array(elements) => elements.into_iter().map(|element| without_secrets("", element)).collect(),
        value => value,
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|secret| name.contains(secret)) || name == "pin"
}

/// What the names of secret properties contain in Microsoft Graph, such as `passwordProfile`, `preSharedKey` and `macOsUnlockCode`.
const SECRETS: [&str; 9] =
    ["password", "passcode", "passphrase", "secret", "token", "credential", "privatekey", "sharedkey", "unlockcode"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::PlannedChange;

    #[test]
    fn the_values_of_secrets_are_not_stored() {
        for (name, value, stored) in [
            ("description", json!("x"), json!("x")),
            ("passwordProfile", json!({ "forceChange": true }), json!("[redacted]")),
            ("clientSecret", json!(null), json!(null)),
            (
                "wifi",
                json!([{ "ssid": "a", "preSharedKey": "b" }]),
                json!([{ "ssid": "a", "preSharedKey": "[redacted]" }]),
            ),
            ("pinned", json!(true), json!(true)),
        ] {
            let change = PlannedChange::new(name, value.clone(), value);
            assert_eq!(
                serde_json::to_value(&change).unwrap(),
                json!({ "name": name, "before": stored, "after": stored })
            );
            assert!(!format!("{change:?}").contains("ssid"));
        }
    }
}
