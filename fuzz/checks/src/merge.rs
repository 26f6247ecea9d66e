//! How a service merges an update, and what it is to hold then: written anew on JSON text, knowing nothing of the core.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// JSON of which numbers keep their text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Leaf(String),
    Array(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

/// The members that are objects of a declared type, which services merge.
const STRUCTURED: [&str; 7] = ["node", "center", "inner", "other", "labels", "shape", "inside"];
/// The members whose absence says nothing: they stay as they are.
const KEEPS: [&str; 8] = ["note", "other", "weight", "int", "long", "text", "node", "side"];
/// The members that no update may hold: the key, and what is the service's own.
pub(crate) const NEVER_SENT: [&str; 3] = ["id", "created", "revision"];

impl Tree {
    pub(crate) fn parse(text: &str) -> Self {
        type Members = BTreeMap<String, Box<RawValue>>;
        match text.as_bytes().first() {
            Some(b'{') => {
                let members: Members = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::parse(value.get()))).collect())
            }
            Some(b'[') => {
                let elements: Vec<Box<RawValue>> =
                    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                Self::Array(elements.into_iter().map(|element| Self::parse(element.get())).collect())
            }
            _ => Self::Leaf(text.to_owned()),
        }
    }

    pub(crate) fn members(&self) -> &BTreeMap<String, Tree> {
        match self {
            Self::Object(members) => members,
            _ => panic!("no object: {self:?}"),
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Leaf(text) if text == "null")
    }

    /// The type, where the declared one does not tell it.
    fn tag(&self) -> Option<&Tree> {
        self.members().get("@odata.type")
    }

    /// Whether the member `name` is merged into the one that is there.
    fn merges(&self, name: &str, old: &Tree) -> bool {
        matches!((self, old), (Self::Object(_), Self::Object(_)))
            && STRUCTURED.contains(&name)
            && self.tag() == old.tag()
            && !matches!(self.tag(), Some(Self::Leaf(tag)) if tag.contains("brandNew"))
    }

    /// What the service holds after the update.
    pub(crate) fn merge(&mut self, update: &Tree) {
        let Self::Object(members) = self else { panic!("no object: {self:?}") };
        for (name, new) in update.members() {
            match members.get_mut(name) {
                Some(old) if new.merges(name, old) => old.merge(new),
                _ => {
                    members.insert(name.clone(), new.clone());
                }
            }
        }
    }

    /// What the service is to hold if it held `self` and `after` is wanted.
    pub(crate) fn becomes(&self, after: &Tree) -> Tree {
        let before = self.members();
        let mut members = BTreeMap::new();
        for (name, new) in after.members() {
            let value = match before.get(name) {
                Some(old) if new.merges(name, old) => old.becomes(new),
                _ => new.clone(),
            };
            members.insert(name.clone(), value);
        }
        for (name, old) in before {
            if KEEPS.contains(&&**name) && !members.contains_key(name) {
                members.insert(name.clone(), old.clone());
            }
        }
        for name in NEVER_SENT {
            members.remove(name);
            members.extend(before.get(name).map(|old| (name.to_owned(), old.clone())));
        }
        Self::Object(members)
    }

    /// The same without nulls that say what absence says.
    pub(crate) fn plain(&self) -> Tree {
        match self {
            Self::Object(members) => Self::Object(
                members
                    .iter()
                    .filter(|(name, value)| !value.is_null() || KEEPS.contains(&&***name))
                    .map(|(name, value)| (name.clone(), value.plain()))
                    .collect(),
            ),
            Self::Array(elements) => Self::Array(elements.iter().map(Self::plain).collect()),
            Self::Leaf(_) => self.clone(),
        }
    }
}
