//! Reads JSON text as values of declared types.
//!
//! Source: [OData JSON format 4.01, section 7](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_StructuralProperty).
//! The messages are those of the .NET library behind Graph, which returns them to clients.

use graph_core::schema::{EdmType, EdmTypeInfo, PropertyDescriptor, TypeDescriptor};

use super::literal::{is_literal, parse_string, qualified_name, structured_types, type_name};
use super::text::{array_elements, object_members};
use super::typed::{TypedObject, TypedValue, child_target};
use super::validation_errors::ValidationErrors;

const TYPE_ANNOTATION: &str = "@odata.type";

/// Reads values and collects their errors.
#[derive(Debug, Default)]
pub(crate) struct Validator {
    /// Whether a member that an enumeration does not declare is an error.
    pub(crate) strict_enums: bool,
    pub(crate) errors: ValidationErrors,
}

impl Validator {
    /// Reads a body, which passed [`check_syntax`](super::check_syntax), as an object of the type.
    pub(crate) fn read(&mut self, descriptor: &'static TypeDescriptor, body: &str) -> TypedObject {
        self.object(descriptor, body, "")
    }

    fn object(&mut self, descriptor: &'static TypeDescriptor, text: &str, target: &str) -> TypedObject {
        let mut object = TypedObject::new(descriptor);
        let Some(members) = object_members(text) else {
            self.report(target, &format!("A JSON object was expected for the type '{}'.", qualified_name(descriptor)));
            return object;
        };
        for (name, value) in members {
            if name.starts_with('@') {
                self.annotation(descriptor, &name, value, target);
            } else if let Some((index, property)) = declared_property(descriptor, &name) {
                // This includes `manager@odata.bind`, if it is declared.
                let value =
                    self.value(property.type_info(), property.is_nullable(), value, &child_target(target, &name));
                if let Some(value) = value {
                    object.set(index, value);
                }
            } else if let Some((property, annotation)) = name.split_once('@') {
                self.property_annotation(descriptor, property, annotation, target);
            } else if descriptor.is_open() {
                object.set_dynamic_property(name, value);
            } else {
                self.unknown_property(descriptor, &name, target);
            }
        }
        object
    }

    /// Checks that `@odata.type` names the type. Other annotations are ignored, as the protocol requires.
    fn annotation(&mut self, descriptor: &'static TypeDescriptor, name: &str, value: &str, target: &str) {
        if name == TYPE_ANNOTATION
            && parse_string(value).as_deref().map(without_hash) != Some(qualified_name(descriptor))
        {
            self.wrong_type(value, qualified_name(descriptor), target);
        }
    }

    /// Checks that the property of an annotation exists. The annotation itself is ignored.
    ///
    /// `odata.bind` is not an annotation: it requests a change, which must not be ignored.
    fn property_annotation(
        &mut self,
        descriptor: &'static TypeDescriptor,
        property: &str,
        annotation: &str,
        target: &str,
    ) {
        let exists = declared_property(descriptor, property).is_some();
        if annotation == "odata.bind" && exists {
            self.unknown_property(descriptor, &format!("{property}@{annotation}"), target);
        } else if !exists && (annotation == "odata.bind" || !descriptor.is_open()) {
            self.unknown_property(descriptor, property, target);
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
            EdmType::Structured(descriptor) => Some(TypedValue::Object(self.object(descriptor(), text, target))),
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
            candidates.find(|descriptor| qualified_name(descriptor) == without_hash(&given))
        } else {
            candidates.next().filter(|_| candidates.next().is_none())
        };
        Some(match chosen {
            Some(descriptor) => TypedValue::Object(self.object(descriptor, text, target).with_type_annotation()),
            None => TypedValue::Text(text.into()),
        })
    }

    fn unknown_property(&mut self, descriptor: &'static TypeDescriptor, name: &str, target: &str) {
        self.report(
            &child_target(target, name),
            &format!(
                "The property '{name}' does not exist on type '{}'. \
                 Make sure to only use property names that are defined by the type.",
                qualified_name(descriptor)
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

/// Returns the property with this name, and its index in the descriptor.
fn declared_property(descriptor: &'static TypeDescriptor, name: &str) -> Option<(usize, PropertyDescriptor)> {
    descriptor.properties().enumerate().find(|(_, property)| property.name() == name)
}

/// Removes the optional `#` before the name of a type.
fn without_hash(name: &str) -> &str {
    name.strip_prefix('#').unwrap_or(name)
}
