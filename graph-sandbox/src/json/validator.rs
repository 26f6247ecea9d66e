//! Reads JSON text as values of declared types.
//!
//! Source: [OData JSON format 4.01, section 7](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_StructuralProperty).
//! The messages are those of the .NET library behind Graph, which returns them to clients.

use std::sync::Arc;

use graph_core::schema::{EdmType, EdmTypeInfo, TypeDescriptor, Version};

use super::literal::{is_literal, parse_string};
use super::text::{array_elements, object_members};
use super::typed::{TypedObject, TypedValue, child_target};
use super::validation_errors::ValidationErrors;
use crate::types::{ServedType, ServedTypes, qualified_name, structured_types, type_name};

const TYPE_ANNOTATION: &str = "@odata.type";

/// Reads values and collects their errors.
#[derive(Debug)]
pub(crate) struct Validator<'t> {
    types: &'t ServedTypes,
    version: Version,
    /// Whether a member that an enumeration does not declare is an error.
    pub(crate) strict_enums: bool,
    pub(crate) errors: ValidationErrors,
}

impl<'t> Validator<'t> {
    /// Creates a validator of the values of one version.
    pub(crate) fn new(types: &'t ServedTypes, version: Version) -> Self {
        Self { types, version, strict_enums: false, errors: ValidationErrors::default() }
    }

    /// Reads a body, which passed [`check_syntax`](super::check_syntax), as an object of the type.
    pub(crate) fn read(&mut self, served_type: &Arc<ServedType>, body: &str) -> TypedObject {
        self.object(served_type, body, "")
    }

    fn declared(&mut self, descriptor: &'static TypeDescriptor, text: &str, target: &str) -> TypedObject {
        self.object(&self.types.get(self.version, descriptor), text, target)
    }

    fn object(&mut self, served_type: &Arc<ServedType>, text: &str, target: &str) -> TypedObject {
        let mut object = TypedObject::new(Arc::clone(served_type));
        let Some(members) = object_members(text) else {
            self.report(target, &format!("A JSON object was expected for the type '{}'.", served_type.name()));
            return object;
        };
        for (name, value) in members {
            if name.starts_with('@') {
                self.annotation(served_type, &name, value, target);
            } else if let Some((index, property)) = served_type.property(&name) {
                // This includes `manager@odata.bind`, if it is declared.
                let value = self.value(property.type_info, property.is_nullable, value, &child_target(target, &name));
                if let Some(value) = value {
                    object.set(index, value);
                }
            } else if let Some((property, annotation)) = name.split_once('@') {
                self.property_annotation(served_type, property, annotation, target);
            } else if served_type.is_open {
                object.set_dynamic_property(name, value);
            } else {
                self.unknown_property(served_type, &name, target);
            }
        }
        object
    }

    /// Checks that `@odata.type` names the type. Other annotations are ignored, as the protocol requires.
    fn annotation(&mut self, served_type: &ServedType, name: &str, value: &str, target: &str) {
        if name == TYPE_ANNOTATION && parse_string(value).as_deref().map(qualified_name) != Some(served_type.name()) {
            self.wrong_type(value, served_type.name(), target);
        }
    }

    /// Checks that the property of an annotation exists. The annotation itself is ignored.
    ///
    /// `odata.bind` is not an annotation: it requests a change, which must not be ignored.
    fn property_annotation(&mut self, served_type: &ServedType, property: &str, annotation: &str, target: &str) {
        let exists = served_type.property(property).is_some();
        if annotation == "odata.bind" && exists {
            self.unknown_property(served_type, &format!("{property}@{annotation}"), target);
        } else if !exists && (annotation == "odata.bind" || !served_type.is_open) {
            self.unknown_property(served_type, property, target);
        }
    }

    fn value(
        &mut self,
        type_info: &'static EdmTypeInfo,
        nullable: bool,
        text: &str,
        target: &str,
    ) -> Option<TypedValue> {
        if text == "null" {
            if !nullable {
                let name = format!("{}[Nullable=False]", type_name(&type_info.edm));
                self.report(
                    target,
                    &format!(
                        "A null value was found for the property named '{target}', which has the expected type '{name}'. \
                         The expected type '{name}' does not allow null values."
                    ),
                );
                return None;
            }
            return Some(TypedValue::Text(text.into()));
        }
        match &type_info.edm {
            EdmType::Structured(descriptor) => Some(TypedValue::Object(self.declared(descriptor(), text, target))),
            EdmType::Union(types) => self.union_value(types, text, target),
            EdmType::Collection(element) => {
                let Some(elements) = array_elements(text) else {
                    self.report(
                        target,
                        &format!("A JSON array was expected for the type '{}'.", type_name(&type_info.edm)),
                    );
                    return None;
                };
                let element = element();
                let values = elements.into_iter().enumerate();
                let values = values.filter_map(|(index, text)| {
                    self.value(element, element.nullable, text, &child_target(target, &index.to_string()))
                });
                Some(TypedValue::Collection(values.collect()))
            }
            primitive => {
                if !is_literal(primitive, text, self.strict_enums) {
                    let name = type_name(primitive);
                    self.report(target, &format!("Cannot convert the literal '{text}' to the expected type '{name}'."));
                    return None;
                }
                Some(TypedValue::Text(text.into()))
            }
        }
    }

    /// Reads an object of one of several types, which `@odata.type` names.
    ///
    /// An object is stored unchecked if its type is not declared, because the service may know the type, or if it names no
    /// type and several types are declared.
    fn union_value(&mut self, types: &'static [&'static EdmTypeInfo], text: &str, target: &str) -> Option<TypedValue> {
        let name = || type_name(&EdmType::Union(types));
        let Some(members) = object_members(text) else {
            self.report(target, &format!("A JSON object was expected for the type '{}'.", name()));
            return None;
        };
        let mut candidates = structured_types(types);
        let chosen = if let Some((_, value)) = members.into_iter().find(|(name, _)| name == TYPE_ANNOTATION) {
            let Some(given) = parse_string(value) else {
                self.wrong_type(value, &name(), target);
                return None;
            };
            candidates.find(|descriptor| qualified_name(descriptor.odata_type()) == qualified_name(&given))
        } else {
            candidates.next().filter(|_| candidates.next().is_none())
        };
        Some(match chosen {
            Some(descriptor) => TypedValue::Object(self.declared(descriptor, text, target).with_type_annotation()),
            None => TypedValue::Text(text.into()),
        })
    }

    fn unknown_property(&mut self, served_type: &ServedType, name: &str, target: &str) {
        self.report(
            &child_target(target, name),
            &format!(
                "The property '{name}' does not exist on type '{}'. \
                 Make sure to only use property names that are defined by the type.",
                served_type.name()
            ),
        );
    }

    fn wrong_type(&mut self, value: &str, expected: &str, target: &str) {
        let given = parse_string(value);
        let given = given.as_deref().unwrap_or(value);
        self.report(
            &child_target(target, TYPE_ANNOTATION),
            &format!("A type named '{given}' was given where '{expected}' was expected."),
        );
    }

    fn report(&mut self, target: &str, message: &str) {
        self.errors.push(target, message);
    }
}
