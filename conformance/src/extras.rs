//! The contents of bodies that the metadata does not declare, and the types of bodies.

use std::collections::BTreeSet;

use graph_metadata::{ElementType, Model, PrimitiveType, SchemaType, StructuredType, TypeRef};
use serde_json::{Map, Value};

const TYPE_ANNOTATION: &str = "@odata.type";

/// The contents of bodies that need an option to be declared.
///
/// The fields have the same meaning as those of [`Options`](graph_metadata::declare::Options).
#[derive(Debug, Default)]
pub struct BodyExtras {
    /// Navigation properties whose values are part of a body.
    pub inline_navigation_properties: BTreeSet<(String, String)>,
    /// Members without a property: annotations, and streams that have a value.
    pub extra_members: BTreeSet<(String, String)>,
    /// Properties that are null.
    pub nullable_properties: BTreeSet<(String, String)>,
    /// Abstract types in a type annotation. No value has exactly such a type, but some documented bodies state it.
    pub tagged_types: BTreeSet<String>,
}

impl BodyExtras {
    /// Adds the contents of a body, at any depth.
    pub fn add_body(&mut self, model: &Model, of: &StructuredType, body: &Map<String, Value>) {
        if of.is_abstract && annotated_type(model, body).is_some_and(|annotated| annotated.name == of.name) {
            self.tagged_types.insert(of.name.as_str().to_owned());
        }
        for (name, value) in body.iter().filter(|(name, _)| *name != TYPE_ANNOTATION) {
            let property = model.properties(of).into_iter().find(|own| own.property.name == *name);
            let navigation = model.navigation_properties(of).into_iter().find(|own| own.property.name == *name);
            match (property, navigation) {
                _ if name.contains('@') => self.add_member(of, name),
                (Some(own), _) if own.property.type_ref.element == ElementType::Primitive(PrimitiveType::Stream) => {
                    self.add_member(of, name);
                }
                (Some(own), _) => self.add_value(model, own.declaring_type, name, &own.property.type_ref, value),
                (None, Some(own)) => {
                    self.inline_navigation_properties
                        .insert((own.declaring_type.name.as_str().to_owned(), name.clone()));
                    self.add_value(model, own.declaring_type, name, &own.property.type_ref, value);
                }
                (None, None) => {}
            }
        }
    }

    fn add_member(&mut self, of: &StructuredType, name: &str) {
        // such a name cannot be declared
        if name.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '\\')) {
            return;
        }
        self.extra_members.insert((of.name.as_str().to_owned(), name.to_owned()));
    }

    /// Adds the contents of the value of a property.
    fn add_value(&mut self, model: &Model, owner: &StructuredType, name: &str, declared: &TypeRef, value: &Value) {
        match value {
            Value::Null => {
                self.nullable_properties.insert((owner.name.as_str().to_owned(), name.to_owned()));
            }
            Value::Array(items) => {
                for item in items {
                    self.add_value(model, owner, name, declared, item);
                }
            }
            Value::Object(members) => {
                let declared = declared.named().and_then(|name| model.structured_type(name.as_str()));
                if let Some(declared) = declared.filter(|declared| !declared.is_any_json()) {
                    let of = annotated_type(model, members).filter(|of| model.is_a(of, declared.name.as_str()));
                    self.add_body(model, of.unwrap_or(declared), members);
                }
            }
            _ => {}
        }
    }
}

/// Returns the type in the type annotation of an object.
pub fn annotated_type<'m>(model: &'m Model, members: &Map<String, Value>) -> Option<&'m StructuredType> {
    find_structured_type(model, members.get(TYPE_ANNOTATION)?.as_str()?)
}

/// Returns the structured type with that name.
pub fn find_structured_type<'m>(model: &'m Model, name: &str) -> Option<&'m StructuredType> {
    match model.find(name) {
        Ok(SchemaType::Structured(found)) => Some(found),
        _ => None,
    }
}

/// Returns the type that declares most members of a body. The first of several such types is returned.
pub fn best_match<'m>(
    model: &'m Model,
    candidates: impl IntoIterator<Item = &'m StructuredType>,
    body: &Map<String, Value>,
) -> Option<&'m StructuredType> {
    let declared_members = |of: &StructuredType| {
        let properties: BTreeSet<&str> =
            model.properties(of).into_iter().map(|own| own.property.name.as_str()).collect();
        let navigation: BTreeSet<&str> =
            model.navigation_properties(of).into_iter().map(|own| own.property.name.as_str()).collect();
        body.keys().filter(|name| properties.contains(name.as_str()) || navigation.contains(name.as_str())).count()
    };
    let mut best: Option<(usize, &StructuredType)> = None;
    for candidate in candidates {
        let count = declared_members(candidate);
        if best.is_none_or(|(known, _)| count > known) {
            best = Some((count, candidate));
        }
    }
    best.map(|(_, of)| of)
}
