//! What a body holds beyond the properties of its types.

use std::collections::BTreeSet;

use graph_metadata::{ElementType, Model, PrimitiveType, SchemaType, StructuredType, TypeRef};
use serde_json::{Map, Value};

const TYPE: &str = "@odata.type";

/// What the bodies of pages hold beyond properties.
#[derive(Debug, Default)]
pub struct Reach {
    /// Navigation properties whose values stand in a body: the type that defines them, and their name.
    pub inline: BTreeSet<(String, String)>,
    /// What no property is declared for, annotations and streams that are not left out: the type that has them, and their
    /// name.
    pub members: BTreeSet<(String, String)>,
    /// Properties that are null: the type that defines them, and their name.
    pub nullable: BTreeSet<(String, String)>,
    /// Abstract types that a body names as its own. No value is of exactly such a type, but documented ones say so.
    pub tagged: BTreeSet<String>,
}

impl Reach {
    /// Looks at a body of a type, at any depth.
    pub fn look(&mut self, model: &Model, of: &StructuredType, body: &Map<String, Value>) {
        if of.is_abstract && tagged(model, body).is_some_and(|named| named.name == of.name) {
            self.tagged.insert(of.name.as_str().to_owned());
        }
        for (name, value) in body.iter().filter(|(name, _)| *name != TYPE) {
            let property = model.properties(of).into_iter().find(|own| own.property.name == *name);
            let navigation = model.navigation_properties(of).into_iter().find(|own| own.property.name == *name);
            match (property, navigation) {
                _ if name.contains('@') => self.member(of, name),
                (Some(own), _) if own.property.type_ref.element == ElementType::Primitive(PrimitiveType::Stream) => {
                    self.member(of, name);
                }
                (Some(own), _) => self.look_into(model, own.declaring_type, name, &own.property.type_ref, value),
                (None, Some(own)) => {
                    self.inline.insert((own.declaring_type.name.as_str().to_owned(), name.clone()));
                    self.look_into(model, own.declaring_type, name, &own.property.type_ref, value);
                }
                (None, None) => {}
            }
        }
    }

    fn member(&mut self, of: &StructuredType, name: &str) {
        // what no name on the wire has cannot be declared
        if name.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '\\')) {
            return;
        }
        self.members.insert((of.name.as_str().to_owned(), name.to_owned()));
    }

    /// Looks at the value of a property.
    fn look_into(&mut self, model: &Model, owner: &StructuredType, name: &str, declared: &TypeRef, value: &Value) {
        match value {
            Value::Null => {
                self.nullable.insert((owner.name.as_str().to_owned(), name.to_owned()));
            }
            Value::Array(elements) => {
                for element in elements {
                    self.look_into(model, owner, name, declared, element);
                }
            }
            Value::Object(members) => {
                let declared = declared.named().and_then(|name| model.structured_type(name.as_str()));
                if let Some(declared) = declared.filter(|declared| !declared.is_any_json()) {
                    let of = tagged(model, members).filter(|of| model.is_a(of, declared.name.as_str()));
                    self.look(model, of.unwrap_or(declared), members);
                }
            }
            _ => {}
        }
    }
}

/// The type that an object names.
pub fn tagged<'m>(model: &'m Model, members: &Map<String, Value>) -> Option<&'m StructuredType> {
    structured(model, members.get(TYPE)?.as_str()?)
}

/// The structured type with that name.
pub fn structured<'m>(model: &'m Model, name: &str) -> Option<&'m StructuredType> {
    match model.find(name) {
        Ok(SchemaType::Structured(found)) => Some(found),
        _ => None,
    }
}

/// Which of several types a body fits best: the one that has most of its members, of equals the first.
pub fn best<'m>(
    model: &'m Model,
    candidates: impl IntoIterator<Item = &'m StructuredType>,
    body: &Map<String, Value>,
) -> Option<&'m StructuredType> {
    let fit = |of: &StructuredType| {
        let properties: BTreeSet<&str> =
            model.properties(of).into_iter().map(|own| own.property.name.as_str()).collect();
        let navigation: BTreeSet<&str> =
            model.navigation_properties(of).into_iter().map(|own| own.property.name.as_str()).collect();
        body.keys().filter(|name| properties.contains(name.as_str()) || navigation.contains(name.as_str())).count()
    };
    let mut best: Option<(usize, &StructuredType)> = None;
    for candidate in candidates {
        let fit = fit(candidate);
        if best.is_none_or(|(known, _)| fit > known) {
            best = Some((fit, candidate));
        }
    }
    best.map(|(_, of)| of)
}
