//! JSON as values of declared types.
//!
//! Source: [OData JSON format 4.01, section 7](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_StructuralProperty).
//! Messages are those of the .NET library behind Graph, which passes them on.

use graph_core::schema::{EdmType, EdmTypeInfo};
use graph_core::schema::{PropertyDescriptor, TypeDescriptor};

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
    pub(crate) fn object(&mut self, descriptor: &'static TypeDescriptor, text: &str, at: &str) -> Members {
        let mut read = Members::none(descriptor);
        let Some(members) = document::members(text) else {
            self.report(at, &format!("A JSON object was expected for the type '{}'.", bare(descriptor)));
            return read;
        };
        for (name, value) in members {
            if name.starts_with('@') {
                self.annotation(descriptor, &name, value, at);
            } else if let Some((index, property)) = declared(descriptor, &name) {
                // `manager@odata.bind`, too, if it is declared
                let value = self.value(property.type_info(), property.is_nullable(), value, &join(at, &name));
                if let Some(value) = value {
                    read.set(index, value);
                }
            } else if let Some((property, annotation)) = name.split_once('@') {
                self.property_annotation(descriptor, property, annotation, at);
            } else if descriptor.is_open() {
                read.set_undeclared(name, value);
            } else {
                self.unknown(descriptor, &name, at);
            }
        }
        read
    }

    /// `@odata.type` must name the type; other annotations are ignored, as the protocol asks.
    fn annotation(&mut self, descriptor: &'static TypeDescriptor, name: &str, value: &str, at: &str) {
        if name == TYPE && string(value).as_deref().map(unmarked) != Some(bare(descriptor)) {
            self.wrong_type(value, bare(descriptor), at);
        }
    }

    /// An annotation of a property says nothing new, but the property must exist. `odata.bind` is none: it asks for a
    /// change, which must not be passed over.
    fn property_annotation(&mut self, descriptor: &'static TypeDescriptor, property: &str, annotation: &str, at: &str) {
        let exists = declared(descriptor, property).is_some();
        if annotation == "odata.bind" && exists {
            self.unknown(descriptor, &format!("{property}@{annotation}"), at);
        } else if !exists && (annotation == "odata.bind" || !descriptor.is_open()) {
            self.unknown(descriptor, property, at);
        }
    }

    fn value(&mut self, descriptor: &'static EdmTypeInfo, nullable: bool, text: &str, at: &str) -> Option<Kept> {
        if text == "null" {
            if !nullable {
                let name = format!("{}[Nullable=False]", type_name(&descriptor.edm));
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
        match &descriptor.edm {
            EdmType::Structured(descriptor) => Some(Kept::Complex(self.object(descriptor(), text, at))),
            EdmType::Union(types) => self.alternative(types, text, at),
            EdmType::Collection(element) => {
                let Some(elements) = document::elements(text) else {
                    self.report(
                        at,
                        &format!("A JSON array was expected for the type '{}'.", type_name(&descriptor.edm)),
                    );
                    return None;
                };
                let descriptor = element();
                let values = elements.into_iter().enumerate();
                let values = values.filter_map(|(index, text)| {
                    self.value(descriptor, descriptor.nullable, text, &join(at, &index.to_string()))
                });
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
    fn alternative(&mut self, types: &'static [&'static EdmTypeInfo], text: &str, at: &str) -> Option<Kept> {
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
            candidates.find(|descriptor| bare(descriptor) == unmarked(&given))
        } else {
            candidates.next().filter(|_| candidates.next().is_none())
        };
        Some(match chosen {
            Some(descriptor) => Kept::Complex(self.object(descriptor, text, at).tagged()),
            None => Kept::Text(text.into()),
        })
    }

    fn unknown(&mut self, descriptor: &'static TypeDescriptor, name: &str, at: &str) {
        self.report(
            &join(at, name),
            &format!(
                "The property '{name}' does not exist on type '{}'. \
                 Make sure to only use property names that are defined by the type.",
                bare(descriptor)
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

fn declared(descriptor: &'static TypeDescriptor, name: &str) -> Option<(usize, PropertyDescriptor)> {
    descriptor.properties().enumerate().find(|(_, property)| property.name() == name)
}

/// The name of a type without the `#` that it may have.
fn unmarked(name: &str) -> &str {
    name.strip_prefix('#').unwrap_or(name)
}
