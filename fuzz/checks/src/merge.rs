//! A model of a service that merges updates, and of its expected state.
//!
//! It works on JSON text and uses nothing of `graph-core`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// A JSON value whose numbers are compared as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum JsonTree {
    Leaf(String),
    Array(Vec<JsonTree>),
    Object(BTreeMap<String, JsonTree>),
}

/// The members with a declared complex type, which services merge.
const STRUCTURED: [&str; 7] = ["node", "center", "inner", "other", "labels", "shape", "inside"];
/// The members whose absence differs from null: an update without them does not change them.
const UNCHANGED_IF_ABSENT: [&str; 8] = ["note", "other", "weight", "int", "long", "text", "node", "side"];
/// The members that no update can contain: the key and computed properties.
pub(crate) const NEVER_SENT: [&str; 3] = ["id", "created", "revision"];

impl JsonTree {
    pub(crate) fn parse(text: &str) -> Self {
        type RawMembers = BTreeMap<String, Box<RawValue>>;
        match text.as_bytes().first() {
            Some(b'{') => {
                let members: RawMembers = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::parse(value.get()))).collect())
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> =
                    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                Self::Array(items.into_iter().map(|item| Self::parse(item.get())).collect())
            }
            _ => Self::Leaf(text.to_owned()),
        }
    }

    pub(crate) fn members(&self) -> &BTreeMap<String, JsonTree> {
        match self {
            Self::Object(members) => members,
            _ => panic!("expected an object, found {self:?}"),
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Leaf(text) if text == "null")
    }

    /// Returns the type annotation.
    fn type_annotation(&self) -> Option<&JsonTree> {
        self.members().get("@odata.type")
    }

    /// Returns whether the value of the member `name` is merged into the old value.
    fn merges(&self, name: &str, old: &JsonTree) -> bool {
        matches!((self, old), (Self::Object(_), Self::Object(_)))
            && STRUCTURED.contains(&name)
            && self.type_annotation() == old.type_annotation()
            && !matches!(self.type_annotation(), Some(Self::Leaf(tag)) if tag.contains("brandNew"))
    }

    /// Applies an update as the service does.
    pub(crate) fn merge(&mut self, update: &JsonTree) {
        let Self::Object(members) = self else { panic!("expected an object, found {self:?}") };
        for (name, new) in update.members() {
            match members.get_mut(name) {
                Some(old) if new.merges(name, old) => old.merge(new),
                _ => {
                    members.insert(name.clone(), new.clone());
                }
            }
        }
    }

    /// Returns the expected state of a service that holds `self` after an update to `after`.
    pub(crate) fn expected_after_update(&self, after: &JsonTree) -> JsonTree {
        let before = self.members();
        let mut members = BTreeMap::new();
        for (name, new) in after.members() {
            let value = match before.get(name) {
                Some(old) if new.merges(name, old) => old.expected_after_update(new),
                _ => new.clone(),
            };
            members.insert(name.clone(), value);
        }
        for (name, old) in before {
            if UNCHANGED_IF_ABSENT.contains(&&**name) && !members.contains_key(name) {
                members.insert(name.clone(), old.clone());
            }
        }
        for name in NEVER_SENT {
            members.remove(name);
            members.extend(before.get(name).map(|old| (name.to_owned(), old.clone())));
        }
        Self::Object(members)
    }

    /// Returns the value without nulls that equal absence.
    pub(crate) fn without_redundant_nulls(&self) -> JsonTree {
        match self {
            Self::Object(members) => Self::Object(
                members
                    .iter()
                    .filter(|(name, value)| !value.is_null() || UNCHANGED_IF_ABSENT.contains(&&***name))
                    .map(|(name, value)| (name.clone(), value.without_redundant_nulls()))
                    .collect(),
            ),
            Self::Array(items) => Self::Array(items.iter().map(Self::without_redundant_nulls).collect()),
            Self::Leaf(_) => self.clone(),
        }
    }
}
