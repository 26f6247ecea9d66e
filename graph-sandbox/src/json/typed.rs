//! The properties of entities and complex values, each with the text of its value.

mod creation;

use std::collections::BTreeMap;
use std::sync::Arc;

use graph_core::schema::{Access, EdmType};
use serde_json::Value;

pub(crate) use self::creation::Creation;
use super::validation_errors::ValidationErrors;
use crate::types::{ServedProperty, ServedType};

/// An entity or a complex value, whose properties may be absent.
#[derive(Debug, Clone)]
pub(crate) struct TypedObject {
    served_type: Arc<ServedType>,
    /// The declared properties, in the order of the type.
    values: Vec<Option<TypedValue>>,
    /// The properties that an open type does not declare.
    dynamic_properties: BTreeMap<String, Box<str>>,
    /// Whether `@odata.type` is written, because the declared type of the property does not determine it.
    has_type_annotation: bool,
}

/// A value, split into parts only where an update can change a part.
#[derive(Debug, Clone)]
pub(crate) enum TypedValue {
    /// The JSON text of a value that is replaced as a whole.
    Text(Box<str>),
    Object(TypedObject),
    Collection(Vec<TypedValue>),
}

/// Who makes an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    Client,
    Service,
}

impl TypedObject {
    /// Creates an object without properties.
    pub(crate) fn new(served_type: Arc<ServedType>) -> Self {
        let values = served_type.properties.iter().map(|_| None).collect();
        Self { served_type, values, dynamic_properties: BTreeMap::new(), has_type_annotation: false }
    }

    /// Writes `@odata.type` as well.
    pub(crate) fn with_type_annotation(self) -> Self {
        Self { has_type_annotation: true, ..self }
    }

    pub(crate) fn served_type(&self) -> &ServedType {
        &self.served_type
    }

    pub(crate) fn shared_type(&self) -> Arc<ServedType> {
        Arc::clone(&self.served_type)
    }

    /// Returns the value of a declared property.
    pub(crate) fn value(&self, name: &str) -> Option<&TypedValue> {
        let (index, _) = self.served_type.property(name)?;
        self.values.get(index)?.as_ref()
    }

    /// Returns the text of a property that the type does not declare.
    pub(crate) fn dynamic_property(&self, name: &str) -> Option<&str> {
        self.dynamic_properties.get(name).map(AsRef::as_ref)
    }

    /// Returns the declared properties that have a value.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&ServedProperty, &TypedValue)> {
        let members = self.served_type.properties.iter().zip(&self.values);
        members.filter_map(|(property, value)| Some((property, value.as_ref()?)))
    }

    /// Returns the properties that the type does not declare.
    pub(crate) fn dynamic_properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.dynamic_properties.iter().map(|(name, text)| (name.as_str(), &**text))
    }

    /// Sets the property with this index in the type.
    pub(crate) fn set(&mut self, index: usize, value: TypedValue) {
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    pub(crate) fn set_dynamic_property(&mut self, name: String, value: &str) {
        self.dynamic_properties.insert(name, value.into());
    }

    /// Applies an update: a complex value of the same type is merged, any other value is replaced, and a property that
    /// the update does not name is unchanged. A client does not change keys and read-only properties; the service itself
    /// does.
    ///
    /// Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
    pub(crate) fn merge(&mut self, update: Self, author: Author, target: &str, errors: &mut ValidationErrors) {
        for ((property, slot), new) in self.served_type.properties.iter().zip(&mut self.values).zip(update.values) {
            let Some(new) = new else { continue };
            let target = child_target(target, property.name);
            if author == Author::Client && property.access != Access::Writable {
                if slot.as_ref().is_some_and(|old| !new.is_contained_in(old)) {
                    let what = match property.access {
                        Access::Key => "a key",
                        Access::CreateOnly => "set when the entity is created",
                        _ => "read-only",
                    };
                    let message = format!("The property '{}' is {what} and cannot be changed.", property.name);
                    errors.push(&target, &message);
                }
                continue;
            }
            match (slot, new) {
                (Some(TypedValue::Object(old)), TypedValue::Object(new)) if old.has_same_type(&new) => {
                    old.merge(new, author, &target, errors);
                }
                (slot, new) => *slot = Some(new),
            }
        }
        self.dynamic_properties.extend(update.dynamic_properties);
    }

    /// Gives absent properties their default, and reports those that have none.
    pub(crate) fn complete(&mut self, target: &str, errors: &mut ValidationErrors) {
        for (property, slot) in self.served_type.properties.iter().zip(&mut self.values) {
            let target = child_target(target, property.name);
            let edm = property.type_info.edm;
            match slot {
                Some(value) => value.complete(&target, errors),
                None if property.is_nullable => *slot = Some(TypedValue::Text("null".into())),
                None if matches!(edm, EdmType::Collection(_)) => *slot = Some(TypedValue::Collection(Vec::new())),
                None if property.is_required => {
                    let message =
                        format!("The property '{}' of type '{}' is missing.", property.name, self.served_type.name());
                    errors.push(&target, &message);
                }
                None => {}
            }
        }
    }

    /// Appends `@odata.type` if the declared type of the property does not determine it.
    pub(crate) fn write_type_annotation(&self, json: &mut String) {
        if self.has_type_annotation {
            write_name("@odata.type", json);
            json.push_str(&Value::from(self.served_type.odata_type).to_string());
        }
    }

    /// Appends `"name":value` for each property, with a comma unless `json` ends with `{`.
    fn write(&self, json: &mut String) {
        self.write_type_annotation(json);
        for (property, value) in self.members() {
            write_name(property.name, json);
            value.write(json);
        }
        for (name, text) in &self.dynamic_properties {
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

    /// Returns whether each property of `self` has the same value in `other`.
    fn is_contained_in(&self, other: &Self) -> bool {
        self.has_same_type(other)
            && self.values.iter().zip(&other.values).all(|pair| match pair {
                (None, _) => true,
                (Some(value), Some(other)) => value.is_contained_in(other),
                (Some(_), None) => false,
            })
            && self
                .dynamic_properties
                .iter()
                .all(|(name, text)| other.dynamic_properties.get(name).is_some_and(|other| is_same_json(text, other)))
    }

    fn has_same_type(&self, other: &Self) -> bool {
        self.served_type.odata_type == other.served_type.odata_type
    }
}

impl TypedValue {
    fn is_contained_in(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(text), Self::Text(other)) => is_same_json(text, other),
            (Self::Object(object), Self::Object(other)) => object.is_contained_in(other),
            (Self::Collection(elements), Self::Collection(others)) => {
                elements.len() == others.len()
                    && elements.iter().zip(others).all(|(element, other)| element.is_contained_in(other))
            }
            _ => false,
        }
    }

    fn complete(&mut self, target: &str, errors: &mut ValidationErrors) {
        match self {
            Self::Text(_) => {}
            Self::Object(object) => object.complete(target, errors),
            Self::Collection(elements) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    element.complete(&child_target(target, &index.to_string()), errors);
                }
            }
        }
    }

    pub(crate) fn write(&self, json: &mut String) {
        match self {
            Self::Text(text) => json.push_str(text),
            Self::Object(object) => json.push_str(&object.to_json()),
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

/// Returns the error target of a property or an element inside `target`.
pub(crate) fn child_target(target: &str, name: &str) -> String {
    if target.is_empty() { name.to_owned() } else { format!("{target}/{name}") }
}

/// Appends `"name":`, with a comma unless `json` ends with `{`.
pub(crate) fn write_name(name: &str, json: &mut String) {
    if !json.ends_with('{') {
        json.push(',');
    }
    json.push_str(&Value::from(name).to_string());
    json.push(':');
}

fn is_same_json(text: &str, other: &str) -> bool {
    if text == other {
        return true;
    }
    match (serde_json::from_str::<Value>(text), serde_json::from_str::<Value>(other)) {
        (Ok(value), Ok(other)) => value == other,
        _ => false,
    }
}
