//! A second model of the service, beside the one in `merge`, which tells null from absence and compares types; on the values of `serde_json`'s raw text: what it holds after an update, undeclared members
//! included, whether it merges complex values or replaces them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// What a service does with a complex value in an update; the reference of Microsoft Graph does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// OData 4.01, part 1, section 11.4.3.
    Merges,
    Replaces,
}

/// A JSON value: numbers by their digits, strings by their characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As text, or as the double that it is where the declared type is one.
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// Properties of `Edm.Double` and `Edm.Single`, whose value is a double whatever its digits.
const DOUBLES: [&str; 4] = ["weight", "single", "double", "radius"];
/// Properties that are never null, so that a null is as good as absence.
const NEVER_NULL: [&str; 2] = ["int", "weight"];
/// Properties that no update sends, and that the service computes.
const COMPUTED: [&str; 3] = ["id", "created", "revision"];
/// Properties whose absence leaves the value of the service as it is.
const ABSENCE_KEEPS: [&str; 8] = ["note", "other", "weight", "int", "long", "text", "node", "side"];

/// Properties that hold any JSON, which no service merges.
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
                let elements: Vec<Box<RawValue>> = parsed(text);
                Self::Array(elements.iter().map(|element| Self::read(name, element.get())).collect())
            }
            // an Int64 may be a string
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

    /// The members that are others than in `before`.
    pub(crate) fn changed_from<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a str, Option<&'a Self>)> {
        let (Self::Object(members), Self::Object(old)) = (self, before) else {
            panic!("two objects: {self:?} {before:?}")
        };
        let now = members.iter().map(|(name, value)| (&**name, Some(value)));
        let gone = old.keys().filter(|name| !members.contains_key(*name) && !ABSENCE_KEEPS.contains(&&***name));
        now.chain(gone.map(|name| (&**name, None))).filter(|(name, value)| before.member(name) != *value)
    }

    /// The type of an object, without the sign.
    fn odata_type(&self) -> Option<&str> {
        match self.member("@odata.type") {
            Some(Self::String(tag)) => Some(tag.trim_start_matches('#')),
            _ => None,
        }
    }

    /// Without the members for which `is_meant` holds, at every depth.
    fn without(&mut self, is_meant: &dyn Fn(&str, &Self) -> bool) {
        match self {
            Self::Object(members) => {
                members.retain(|name, value| !is_meant(name, value));
                for value in members.values_mut() {
                    value.without(is_meant);
                }
            }
            Self::Array(elements) => {
                for element in elements {
                    element.without(is_meant);
                }
            }
            _ => {}
        }
    }
}

/// The value of a document, without the types that the declaration tells.
pub(crate) fn value_of(text: &str) -> Json {
    let mut value = Json::parse(text);
    value.without(&|name, value| {
        NEVER_NULL.contains(&name) && *value == Json::Null
            || name == "@odata.type" && !matches!(value, Json::String(tag) if tag.contains("brandNew"))
    });
    value
}

impl Service {
    /// What the service holds after an update.
    pub(crate) fn update(self, held: &str, update: &str) -> String {
        let mut held = Json::parse(held);
        self.merge(&mut held, &Json::parse(update));
        held.to_text()
    }

    fn merge(self, held: &mut Json, update: &Json) {
        let (Json::Object(members), Json::Object(changes)) = (held, update) else { panic!("two objects") };
        for (name, new) in changes {
            match members.get_mut(name) {
                Some(old) if self.is_merged(name, old, new) => self.merge(old, new),
                _ => {
                    members.insert(name.clone(), new.clone());
                }
            }
        }
    }

    /// Whether both are complex values of one type, which the tag tells.
    fn is_merged(self, name: &str, old: &Json, new: &Json) -> bool {
        let is_object = |value: &Json| matches!(value, Json::Object(_));
        let base = Some("test.shape");
        let is_same = old.odata_type() == new.odata_type() || old.odata_type().or(base) == new.odata_type().or(base);
        let is_known = !UNTYPED.contains(&name) && !new.odata_type().is_some_and(|tag| tag.contains("brandNew"));
        self == Self::Merges && is_object(old) && is_object(new) && is_same && is_known
    }

    /// A document without what two states may differ in: nulls, which say what absence says where the model does not tell
    /// them apart, types, and what the service computes.
    pub(crate) fn comparable(text: &str) -> Json {
        let mut value = Json::parse(text);
        value.without(&|name, value| {
            // absence of these keeps a value in a service that merges, and removes it in one that replaces
            *value == Json::Null
                || COMPUTED.contains(&name)
                || ABSENCE_KEEPS.contains(&name) && !matches!(value, Json::Object(_))
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
            Self::Array(elements) => {
                let texts: Vec<_> = elements.iter().map(Self::to_text).collect();
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
