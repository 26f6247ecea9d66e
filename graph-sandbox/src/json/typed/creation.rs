//! What a client may send to create an entity, and what the service adds.

use graph_core::schema::{Access, EdmType, EdmTypeInfo, Version};
use serde_json::Value;

use super::super::validation_errors::ValidationErrors;
use super::{TypedObject, TypedValue, child_target};
use crate::types::{Presence, ServedProperty, ServedTypes};

/// What the service computes when an entity is created.
pub(crate) struct Creation<'c> {
    pub(crate) types: &'c ServedTypes,
    pub(crate) version: Version,
    /// The present, as a JSON string.
    pub(crate) now: String,
    /// Returns a number that was not given out before.
    pub(crate) next_id: &'c mut dyn FnMut() -> u64,
}

impl TypedObject {
    /// Reports properties that a client cannot set: a key, unless `accepts_key`, and those that are read-only.
    ///
    /// Navigation properties are accepted, because entities can be created together with others.
    ///
    /// Source: [OData 4.01, section 11.4.2.2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_CreateRelatedEntitiesWhenCreatinganE).
    pub(crate) fn check_creation(&self, accepts_key: bool, target: &str, errors: &mut ValidationErrors) {
        for (property, value) in self.members() {
            let target = child_target(target, property.name);
            let problem = match (property.access, property.presence) {
                (_, Presence::Expanded) => {
                    for (index, object) in objects(value).enumerate() {
                        let target = child_target(&target, &index.to_string());
                        object.check_creation(accepts_key, &target, errors);
                    }
                    continue;
                }
                (Access::Key, _) if !accepts_key && !property.is_creatable => "a key that the service assigns",
                (Access::ReadOnly, _) => "read-only",
                _ => continue,
            };
            errors.push(&target, &format!("The property '{}' is {problem} and cannot be set.", property.name));
        }
    }

    /// Assigns what the client did not send: keys and required read-only properties, also those of contained entities.
    ///
    /// Returns the key as text, if the type has one.
    pub(crate) fn assign(&mut self, creation: &mut Creation<'_>) -> Option<String> {
        let mut key = None;
        let properties = self.served_type.properties.clone();
        for (property, slot) in properties.iter().zip(&mut self.values) {
            if property.presence == Presence::Expanded {
                slot.iter_mut().flat_map(objects_mut).for_each(|object| {
                    object.assign(creation);
                });
                continue;
            }
            if slot.is_none() && is_assigned(property) {
                *slot = computed(property.type_info, property.access == Access::Key || property.name == "id", creation);
            }
            if key.is_none() && property.access == Access::Key {
                key = slot.as_ref().and_then(TypedValue::key_text);
            }
        }
        key
    }

    /// Takes over the values of an entity that a client does not set when it replaces the entity: the key, read-only and
    /// navigation properties.
    pub(crate) fn keep_computed(&mut self, replaced: &Self) {
        for (index, property) in self.served_type.properties.clone().iter().enumerate() {
            let is_absent = self.values.get(index).is_some_and(Option::is_none);
            if let Some(value) =
                replaced.value(property.name).filter(|_| is_absent && property.access != Access::Writable)
            {
                self.set(index, value.clone());
            }
        }
    }

    /// Sets the key, unless the object has one.
    pub(crate) fn set_key(&mut self, key: &str) {
        let property = self.served_type.properties.iter().position(|property| property.access == Access::Key);
        let Some((index, property)) = property.and_then(|at| Some((at, self.served_type.properties.get(at)?))) else {
            return;
        };
        let is_number = matches!(property.type_info.edm, EdmType::Int16 | EdmType::Int32 | EdmType::Int64);
        let text = if is_number { key.to_owned() } else { Value::from(key).to_string() };
        if self.values.get(index).is_some_and(Option::is_none) {
            self.set(index, TypedValue::Text(text.into()));
        }
    }

    /// Returns the JSON text of a declared property, if it has a value.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        let mut json = String::new();
        self.value(name)?.write(&mut json);
        Some(json)
    }

    /// Returns the text of the key, if the object has one.
    pub(crate) fn key_text(&self) -> Option<String> {
        let (_, value) = self.members().find(|(property, _)| property.access == Access::Key)?;
        value.key_text()
    }
}

impl TypedValue {
    fn key_text(&self) -> Option<String> {
        let Self::Text(text) = self else { return None };
        Some(match serde_json::from_str(text).ok()? {
            Value::String(text) => text,
            other => other.to_string(),
        })
    }
}

/// Returns whether the service assigns the property at creation. The id of a contained entity may not be declared as a key.
fn is_assigned(property: &ServedProperty) -> bool {
    let is_computed = property.access == Access::ReadOnly && property.is_required && !property.is_nullable;
    property.access == Access::Key || is_computed || (property.name == "id" && !property.is_nullable)
}

/// Returns a value that the service computes. It is different each time for a key.
fn computed(type_info: &'static EdmTypeInfo, is_key: bool, creation: &mut Creation<'_>) -> Option<TypedValue> {
    let mut number = || if is_key { (creation.next_id)() } else { 0 };
    let text = match &type_info.edm {
        EdmType::Boolean => "false".to_owned(),
        EdmType::Byte
        | EdmType::SByte
        | EdmType::Int16
        | EdmType::Int32
        | EdmType::Int64
        | EdmType::Single
        | EdmType::Double
        | EdmType::Decimal => number().to_string(),
        EdmType::String | EdmType::Guid => format!("\"00000000-0000-4000-8000-{:012x}\"", number()),
        EdmType::DateTimeOffset => creation.now.clone(),
        EdmType::Date => r#""2000-01-01""#.to_owned(),
        EdmType::TimeOfDay => r#""00:00:00.0000000""#.to_owned(),
        EdmType::Duration => r#""PT0S""#.to_owned(),
        EdmType::Binary => r#""""#.to_owned(),
        EdmType::Enum(members) | EdmType::Flags(members) => Value::from(*members.members().first()?).to_string(),
        EdmType::Structured(descriptor) => {
            let mut object = TypedObject::new(creation.types.get(creation.version, descriptor()));
            let properties = object.served_type.properties.clone();
            for (property, slot) in properties.iter().zip(&mut object.values) {
                if property.is_required && !property.is_nullable {
                    *slot = computed(property.type_info, false, creation);
                }
            }
            return Some(TypedValue::Object(object));
        }
        EdmType::Collection(_) => return Some(TypedValue::Collection(Vec::new())),
        EdmType::Untyped => "null".to_owned(),
        _ => return None,
    };
    Some(TypedValue::Text(text.into()))
}

fn objects(value: &TypedValue) -> impl Iterator<Item = &TypedObject> {
    let (one, many) = match value {
        TypedValue::Object(object) => (Some(object), &[][..]),
        TypedValue::Collection(elements) => (None, elements.as_slice()),
        TypedValue::Text(_) => (None, &[][..]),
    };
    one.into_iter().chain(many.iter().filter_map(|element| match element {
        TypedValue::Object(object) => Some(object),
        _ => None,
    }))
}

fn objects_mut(value: &mut TypedValue) -> impl Iterator<Item = &mut TypedObject> {
    let (one, many) = match value {
        TypedValue::Object(object) => (Some(object), &mut [][..]),
        TypedValue::Collection(elements) => (None, elements.as_mut_slice()),
        TypedValue::Text(_) => (None, &mut [][..]),
    };
    one.into_iter().chain(many.iter_mut().filter_map(|element| match element {
        TypedValue::Object(object) => Some(object),
        _ => None,
    }))
}
