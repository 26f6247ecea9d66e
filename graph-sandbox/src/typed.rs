//! JSON as values of declared types.
//!
//! Source: [OData JSON format 4.01, section 7](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_StructuralProperty).
//! Messages are those of the .NET library behind Graph, which passes them on.

use graph_core::resource::{Facts, Property};
use graph_core::value::{EdmType, TypeFacts};

use crate::document;
use crate::fault::Violations;
use crate::literal::{bare, is_literal, string, structures, type_name};
use crate::members::{Kept, Members, join};

const TYPE: &str = "@odata.type";

/// Reads values and collects what is wrong with them.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Whether members that an enumeration does not declare are refused.
    pub(crate) strict_enums: bool,
    pub(crate) violations: Violations,
}

impl Reading {
    /// Reads an object of the type `facts`; `text` is well-formed JSON.
    pub(crate) fn object(&mut self, facts: &'static Facts, text: &str, at: &str) -> Members {
        let mut read = Members::none(facts);
        let Some(members) = document::members(text) else {
            self.report(at, &format!("A JSON object was expected for the type '{}'.", bare(facts)));
            return read;
        };
        for (name, value) in members {
            if name.starts_with('@') {
                self.annotation(facts, &name, value, at);
            } else if let Some((index, property)) = declared(facts, &name) {
                // `manager@odata.bind`, too, if it is declared
                let value = self.value(property.type_facts(), property.is_nullable(), value, &join(at, &name));
                if let Some(value) = value {
                    read.set(index, value);
                }
            } else if let Some((property, annotation)) = name.split_once('@') {
                self.property_annotation(facts, property, annotation, at);
            } else if facts.is_open() {
                read.set_undeclared(name, value);
            } else {
                self.unknown(facts, &name, at);
            }
        }
        read
    }

    /// `@odata.type` must name the type; other annotations are ignored, as the protocol asks.
    fn annotation(&mut self, facts: &'static Facts, name: &str, value: &str, at: &str) {
        if name == TYPE && string(value).as_deref().map(unmarked) != Some(bare(facts)) {
            self.wrong_type(value, bare(facts), at);
        }
    }

    /// An annotation of a property says nothing new, but the property must exist. `odata.bind` is none: it asks for a
    /// change, which must not be passed over.
    fn property_annotation(&mut self, facts: &'static Facts, property: &str, annotation: &str, at: &str) {
        let exists = declared(facts, property).is_some();
        if annotation == "odata.bind" && exists {
            self.unknown(facts, &format!("{property}@{annotation}"), at);
        } else if !exists && (annotation == "odata.bind" || !facts.is_open()) {
            self.unknown(facts, property, at);
        }
    }

    fn value(&mut self, facts: &'static TypeFacts, nullable: bool, text: &str, at: &str) -> Option<Kept> {
        if text == "null" {
            if !nullable {
                let name = format!("{}[Nullable=False]", type_name(&facts.edm));
                self.report(
                    at,
                    &format!(
                        "A null value was found for the property named '{at}', which has the expected type '{name}'. \
                         The expected type '{name}' does not allow null values."
                    ),
                );
                return None;
            }
            return Some(Kept::Text(text.into()));
        }
        match &facts.edm {
            EdmType::Structured(facts) => Some(Kept::Complex(self.object(facts(), text, at))),
            EdmType::Union(types) => self.alternative(types, text, at),
            EdmType::Collection(element) => {
                let Some(elements) = document::elements(text) else {
                    self.report(at, &format!("A JSON array was expected for the type '{}'.", type_name(&facts.edm)));
                    return None;
                };
                let facts = element();
                let values = elements.into_iter().enumerate();
                let values = values
                    .filter_map(|(index, text)| self.value(facts, facts.nullable, text, &join(at, &index.to_string())));
                Some(Kept::Collection(values.collect()))
            }
            primitive => {
                if !is_literal(primitive, text, self.strict_enums) {
                    let name = type_name(primitive);
                    self.report(at, &format!("Cannot convert the literal '{text}' to the expected type '{name}'."));
                    return None;
                }
                Some(Kept::Text(text.into()))
            }
        }
    }

    /// An object of one of several types: `@odata.type` says of which. A type that is not declared may be one that the
    /// service knows, and without a type there is no telling unless one alone is declared: both are kept unchecked.
    fn alternative(&mut self, types: &'static [&'static TypeFacts], text: &str, at: &str) -> Option<Kept> {
        let name = || type_name(&EdmType::Union(types));
        let Some(members) = document::members(text) else {
            self.report(at, &format!("A JSON object was expected for the type '{}'.", name()));
            return None;
        };
        let mut candidates = structures(types);
        let chosen = if let Some((_, value)) = members.into_iter().find(|(name, _)| name == TYPE) {
            let Some(given) = string(value) else {
                self.wrong_type(value, &name(), at);
                return None;
            };
            candidates.find(|facts| bare(facts) == unmarked(&given))
        } else {
            candidates.next().filter(|_| candidates.next().is_none())
        };
        Some(match chosen {
            Some(facts) => Kept::Complex(self.object(facts, text, at).tagged()),
            None => Kept::Text(text.into()),
        })
    }

    fn unknown(&mut self, facts: &'static Facts, name: &str, at: &str) {
        self.report(
            &join(at, name),
            &format!(
                "The property '{name}' does not exist on type '{}'. \
                 Make sure to only use property names that are defined by the type.",
                bare(facts)
            ),
        );
    }

    fn wrong_type(&mut self, value: &str, expected: &str, at: &str) {
        let given = string(value);
        let given = given.as_deref().unwrap_or(value);
        self.report(&join(at, TYPE), &format!("A type named '{given}' was given where '{expected}' was expected."));
    }

    fn report(&mut self, at: &str, message: &str) {
        self.violations.push(at, message);
    }
}

fn declared(facts: &'static Facts, name: &str) -> Option<(usize, Property)> {
    facts.properties().enumerate().find(|(_, property)| property.name() == name)
}

/// The name of a type without the `#` that it may have.
fn unmarked(name: &str) -> &str {
    name.strip_prefix('#').unwrap_or(name)
}
