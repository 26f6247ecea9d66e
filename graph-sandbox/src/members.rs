//! What an entity holds, kept as it was written.

use std::collections::BTreeMap;

use graph_core::schema::EdmType;
use graph_core::schema::{Access, TypeDescriptor};
use serde_json::Value;

use crate::fault::Violations;

/// The properties of an entity or of a complex value, each present or not.
#[derive(Debug, Clone)]
pub(crate) struct Members {
    descriptor: &'static TypeDescriptor,
    /// In the order of the facts.
    values: Vec<Option<Kept>>,
    /// What an open type does not declare.
    undeclared: BTreeMap<String, Box<str>>,
    /// Whether `@odata.type` is written, because the declaration of the property does not tell it.
    tagged: bool,
}

/// A value: its text, split only where a part can be updated on its own.
#[derive(Debug, Clone)]
pub(crate) enum Kept {
    Text(Box<str>),
    Complex(Members),
    Collection(Vec<Kept>),
}

impl Members {
    pub(crate) fn none(descriptor: &'static TypeDescriptor) -> Self {
        let values = descriptor.properties().map(|_| None).collect();
        Self { descriptor, values, undeclared: BTreeMap::new(), tagged: false }
    }

    /// The same with `@odata.type`.
    pub(crate) fn tagged(self) -> Self {
        Self { tagged: true, ..self }
    }

    pub(crate) fn set(&mut self, index: usize, value: Kept) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    pub(crate) fn set_undeclared(&mut self, name: String, value: &str) {
        self.undeclared.insert(name, value.into());
    }

    /// Applies an update: what it does not name stays, a complex value is updated part by part, anything else replaced.
    /// A complex value of another type is something else.
    ///
    /// Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
    pub(crate) fn merge(&mut self, update: Self, at: &str, violations: &mut Violations) {
        for ((property, slot), new) in self.descriptor.properties().zip(&mut self.values).zip(update.values) {
            let Some(new) = new else { continue };
            let at = join(at, property.name());
            if property.access() != Access::Writable {
                if slot.as_ref().is_some_and(|old| !new.agrees_with(old)) {
                    let what = if property.access() == Access::Key { "a key" } else { "read-only" };
                    let message = format!("The property '{}' is {what} and cannot be changed.", property.name());
                    violations.push(&at, &message);
                }
                continue;
            }
            match (slot, new) {
                (Some(Kept::Complex(old)), Kept::Complex(new)) if old.is_of_type_of(&new) => {
                    old.merge(new, &at, violations);
                }
                (slot, new) => *slot = Some(new),
            }
        }
        self.undeclared.extend(update.undeclared);
    }

    /// Gives each property that may be left out its default, and reports the missing ones that may not.
    pub(crate) fn complete(&mut self, at: &str, violations: &mut Violations) {
        for (property, slot) in self.descriptor.properties().zip(&mut self.values) {
            let at = join(at, property.name());
            let edm = property.type_info().edm;
            match slot {
                Some(value) => value.complete(&at, violations),
                None if property.is_nullable() => *slot = Some(Kept::Text("null".into())),
                None if matches!(edm, EdmType::Collection(_)) => *slot = Some(Kept::Collection(Vec::new())),
                None if property.is_required() => {
                    let message = format!(
                        "The property '{}' of type '{}' is missing.",
                        property.name(),
                        self.descriptor.odata_type().trim_start_matches('#')
                    );
                    violations.push(&at, &message);
                }
                None => {}
            }
        }
    }

    /// Adds `"name":value` for each member, after whatever `json` holds already.
    pub(crate) fn write(&self, json: &mut String) {
        if self.tagged {
            write_name("@odata.type", json);
            json.push_str(&Value::from(self.descriptor.odata_type()).to_string());
        }
        for (property, value) in self.descriptor.properties().zip(&self.values) {
            let Some(value) = value else { continue };
            write_name(property.name(), json);
            value.write(json);
        }
        for (name, text) in &self.undeclared {
            write_name(name, json);
            json.push_str(text);
        }
    }

    pub(crate) fn to_json(&self) -> String {
        let mut json = String::from("{");
        self.write(&mut json);
        json.push('}');
        json
    }

    /// Whether everything that is present here is the same there.
    fn agrees_with(&self, other: &Self) -> bool {
        self.is_of_type_of(other)
            && self.values.iter().zip(&other.values).all(|pair| match pair {
                (None, _) => true,
                (Some(here), Some(there)) => here.agrees_with(there),
                (Some(_), None) => false,
            })
            && self
                .undeclared
                .iter()
                .all(|(name, here)| other.undeclared.get(name).is_some_and(|there| same_json(here, there)))
    }

    fn is_of_type_of(&self, other: &Self) -> bool {
        self.descriptor.odata_type() == other.descriptor.odata_type()
    }
}

impl Kept {
    fn agrees_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(here), Self::Text(there)) => same_json(here, there),
            (Self::Complex(here), Self::Complex(there)) => here.agrees_with(there),
            (Self::Collection(here), Self::Collection(there)) => {
                here.len() == there.len() && here.iter().zip(there).all(|(here, there)| here.agrees_with(there))
            }
            _ => false,
        }
    }

    fn complete(&mut self, at: &str, violations: &mut Violations) {
        match self {
            Self::Text(_) => {}
            Self::Complex(members) => members.complete(at, violations),
            Self::Collection(elements) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    element.complete(&join(at, &index.to_string()), violations);
                }
            }
        }
    }

    fn write(&self, json: &mut String) {
        match self {
            Self::Text(text) => json.push_str(text),
            Self::Complex(members) => json.push_str(&members.to_json()),
            Self::Collection(elements) => {
                json.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    element.write(json);
                }
                json.push(']');
            }
        }
    }
}

/// The place of `name` below `at`.
pub(crate) fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") }
}

fn write_name(name: &str, json: &mut String) {
    if !json.ends_with('{') {
        json.push(',');
    }
    json.push_str(&Value::from(name).to_string());
    json.push(':');
}

fn same_json(here: &str, there: &str) -> bool {
    if here == there {
        return true;
    }
    match (serde_json::from_str::<Value>(here), serde_json::from_str::<Value>(there)) {
        (Ok(here), Ok(there)) => here == there,
        _ => false,
    }
}
