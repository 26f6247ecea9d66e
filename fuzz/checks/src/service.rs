//! A second model of a service, which merges or replaces complex values.
//!
//! Unlike the model in `merge`, it covers undeclared members and works on the documents themselves, but it does not
//! distinguish null from absence or compare types.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The way in which a service applies a complex value of an update. The reference of Microsoft Graph does not define it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// OData 4.01, part 1, section 11.4.3.
    Merges,
    Replaces,
}

/// A JSON value. Numbers are compared by digits, strings by characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// The text of the number. For `Edm.Double` and `Edm.Single`, it is the text of the `f64`.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// The properties of type `Edm.Double` or `Edm.Single`, which are compared as `f64`.
const DOUBLES: [&str; 4] = ["weight", "single", "double", "radius"];
/// The properties that are never null, so that null equals absence.
const NEVER_NULL: [&str; 2] = ["int", "weight"];
/// The properties that no update sends: the key and computed properties.
const COMPUTED: [&str; 3] = ["id", "created", "revision"];
/// The properties whose absence in an update does not change the value of the service.
const UNCHANGED_IF_ABSENT: [&str; 8] = ["note", "other", "weight", "int", "long", "text", "node", "side"];

/// The properties with arbitrary JSON values, which no service merges.
const UNTYPED: [&str; 4] = ["anything", "dynamic", "more", "extra"];

impl Json {
    pub(crate) fn parse(text: &str) -> Self {
        Self::read("", text)
    }

    /// Reads the value of the member `name`.
    fn read(name: &str, text: &str) -> Self {
        match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, Box<RawValue>> = parsed(text);
                let read = members.into_iter().map(|(name, value)| {
                    let value = Self::read(&name, value.get());
                    (name, value)
                });
                Self::Object(read.collect())
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = parsed(text);
                Self::Array(items.iter().map(|item| Self::read(name, item.get())).collect())
            }
            // the value of an `Edm.Int64` can be a string
            Some(b'"') if name == "long" => Self::Number(text.trim_matches('"').to_owned()),
            Some(b'"') => Self::String(parsed(text)),
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Bool(parsed(text)),
            _ if DOUBLES.contains(&name) => Self::Number(format!("{:?}", parsed::<f64>(text))),
            _ => Self::Number(text.to_owned()),
        }
    }

    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// Returns the members that differ from `before`.
    pub(crate) fn changed_from<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a str, Option<&'a Self>)> {
        let (Self::Object(members), Self::Object(old)) = (self, before) else {
            panic!("expected two objects, found {self:?} and {before:?}")
        };
        let now = members.iter().map(|(name, value)| (&**name, Some(value)));
        let removed =
            old.keys().filter(|name| !members.contains_key(*name) && !UNCHANGED_IF_ABSENT.contains(&&***name));
        now.chain(removed.map(|name| (&**name, None))).filter(|(name, value)| before.member(name) != *value)
    }

    /// Returns the type annotation of an object, without `#`.
    fn odata_type(&self) -> Option<&str> {
        match self.member("@odata.type") {
            Some(Self::String(tag)) => Some(tag.trim_start_matches('#')),
            _ => None,
        }
    }

    /// Removes the members for which `is_removed` returns true, at every depth.
    fn remove_members(&mut self, is_removed: &dyn Fn(&str, &Self) -> bool) {
        match self {
            Self::Object(members) => {
                members.retain(|name, value| !is_removed(name, value));
                for value in members.values_mut() {
                    value.remove_members(is_removed);
                }
            }
            Self::Array(items) => {
                for item in items {
                    item.remove_members(is_removed);
                }
            }
            _ => {}
        }
    }
}

/// Returns the value of a document, without the type annotations of declared types.
pub(crate) fn value_of(text: &str) -> Json {
    let mut value = Json::parse(text);
    value.remove_members(&|name, value| {
        NEVER_NULL.contains(&name) && *value == Json::Null
            || name == "@odata.type" && !matches!(value, Json::String(tag) if tag.contains("brandNew"))
    });
    value
}

impl Service {
    /// Returns the state of the service after an update.
    pub(crate) fn update(self, held: &str, update: &str) -> String {
        let mut held = Json::parse(held);
        self.merge(&mut held, &Json::parse(update));
        held.to_text()
    }

    fn merge(self, held: &mut Json, update: &Json) {
        let (Json::Object(members), Json::Object(changes)) = (held, update) else { panic!("expected two objects") };
        for (name, new) in changes {
            match members.get_mut(name) {
                Some(old) if self.is_merged(name, old, new) => self.merge(old, new),
                _ => {
                    members.insert(name.clone(), new.clone());
                }
            }
        }
    }

    /// Returns whether both values are complex values of the same declared type.
    fn is_merged(self, name: &str, old: &Json, new: &Json) -> bool {
        let is_object = |value: &Json| matches!(value, Json::Object(_));
        let base = Some("test.shape");
        let is_same = old.odata_type() == new.odata_type() || old.odata_type().or(base) == new.odata_type().or(base);
        let is_known = !UNTYPED.contains(&name) && !new.odata_type().is_some_and(|tag| tag.contains("brandNew"));
        self == Self::Merges && is_object(old) && is_object(new) && is_same && is_known
    }

    /// Returns a document without the members in which two equal states can differ. These are nulls, types and computed
    /// properties.
    pub(crate) fn comparable(text: &str) -> Json {
        let mut value = Json::parse(text);
        value.remove_members(&|name, value| {
            // the absence of these members keeps the value if the service merges, and removes it if the service replaces
            *value == Json::Null
                || COMPUTED.contains(&name)
                || UNCHANGED_IF_ABSENT.contains(&name) && !matches!(value, Json::Object(_))
                || name == "other"
                || name == "@odata.type"
        });
        value
    }
}

impl Json {
    fn to_text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(text) if text.contains(['I', 'N']) => format!("\"{text}\""),
            Self::Number(text) => text.clone(),
            Self::String(text) => serde_json::to_string(text).unwrap_or_else(|error| panic!("{error}")),
            Self::Array(items) => {
                let texts: Vec<_> = items.iter().map(Self::to_text).collect();
                format!("[{}]", texts.join(","))
            }
            Self::Object(members) => {
                let texts: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{}", Self::String(name.clone()).to_text(), value.to_text()))
                    .collect();
                format!("{{{}}}", texts.join(","))
            }
        }
    }
}

fn parsed<'de, T: serde::Deserialize<'de>>(text: &'de str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
