//! JSON as values of declared types.
//!
//! Source: [OData JSON format 4.01, section 7](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_StructuralProperty).
//! Messages are those of the .NET library behind Graph, which passes them on.

use std::borrow::Cow;

use graph_core::resource::Facts;
use graph_core::value::{EdmType, TypeFacts};

use crate::document;
use crate::fault::Violation;
use crate::lexical;
use crate::members::{Kept, Members, join};

/// Reads values and collects what is wrong with them.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Whether members that an enumeration does not declare are refused.
    pub(crate) strict_enums: bool,
    pub(crate) violations: Vec<Violation>,
}

impl Reading {
    /// Reads an object of the type `facts`; `text` is well-formed JSON.
    pub(crate) fn object(&mut self, facts: &'static Facts, text: &str, at: &str) -> Members {
        let mut read = Members::none(facts);
        let Some(members) = document::members(text) else {
            self.report(at, format!("A JSON object was expected for the type '{}'.", bare(facts)));
            return read;
        };
        for (name, value) in members {
            match name.split_once('@') {
                Some(("", annotation)) => self.annotation(facts, annotation, value, at),
                // an annotation of a property says nothing new, but the property must exist
                Some((name, _)) => _ = self.index(facts, name, at),
                None => {
                    let Some(index) = self.index(facts, &name, at) else { continue };
                    let Some(property) = facts.properties().get(index) else { continue };
                    if let Some(value) = self.value(property.type_facts(), value, &join(at, &name)) {
                        read.set(index, value);
                    }
                }
            }
        }
        read
    }

    fn index(&mut self, facts: &'static Facts, name: &str, at: &str) -> Option<usize> {
        let index = facts.properties().iter().position(|property| property.name() == name);
        if index.is_none() {
            self.report(
                &join(at, name),
                format!(
                    "The property '{name}' does not exist on type '{}'. \
                     Make sure to only use property names that are defined by the type.",
                    bare(facts)
                ),
            );
        }
        index
    }

    /// `@odata.type` must name the type; other annotations are ignored, as the protocol asks.
    fn annotation(&mut self, facts: &'static Facts, annotation: &str, value: &str, at: &str) {
        if annotation != "odata.type" {
            return;
        }
        let named = string(value);
        let given = named.as_deref().map(|name| name.strip_prefix('#').unwrap_or(name));
        if given != Some(bare(facts)) {
            let given = named.as_deref().unwrap_or(value);
            let message = format!("A type named '{given}' was given where '{}' was expected.", bare(facts));
            self.report(&join(at, "@odata.type"), message);
        }
    }

    fn value(&mut self, facts: &'static TypeFacts, text: &str, at: &str) -> Option<Kept> {
        if text == "null" {
            if !facts.nullable && !matches!(facts.edm, EdmType::Untyped) {
                let name = format!("{}[Nullable=False]", type_name(&facts.edm));
                self.report(
                    at,
                    format!(
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
            EdmType::Collection(element) => {
                let Some(elements) = document::elements(text) else {
                    self.report(at, format!("A JSON array was expected for the type '{}'.", type_name(&facts.edm)));
                    return None;
                };
                let values = elements.into_iter().enumerate();
                let values =
                    values.filter_map(|(index, text)| self.value(element(), text, &join(at, &index.to_string())));
                Some(Kept::Collection(values.collect()))
            }
            primitive => {
                if !self.is_literal(primitive, text) {
                    let name = type_name(primitive);
                    self.report(at, format!("Cannot convert the literal '{text}' to the expected type '{name}'."));
                    return None;
                }
                Some(Kept::Text(text.into()))
            }
        }
    }

    fn is_literal(&self, edm: &EdmType, text: &str) -> bool {
        match edm {
            EdmType::Boolean => matches!(text, "true" | "false"),
            EdmType::Byte => text.parse::<u8>().is_ok(),
            EdmType::SByte => text.parse::<i8>().is_ok(),
            EdmType::Int16 => text.parse::<i16>().is_ok(),
            EdmType::Int32 => text.parse::<i32>().is_ok(),
            // a string, if the client says `IEEE754Compatible=true`
            EdmType::Int64 => string(text).as_deref().unwrap_or(text).parse::<i64>().is_ok(),
            EdmType::Single => is_special(text) || text.parse::<f32>().is_ok_and(f32::is_finite),
            EdmType::Double => is_special(text) || text.parse::<f64>().is_ok_and(f64::is_finite),
            EdmType::String => text.starts_with('"'),
            EdmType::DateTimeOffset => string(text).is_some_and(|text| lexical::is_date_time_offset(&text)),
            EdmType::Guid => string(text).is_some_and(|text| lexical::is_guid(&text)),
            EdmType::Enumeration(enumeration) => string(text).is_some_and(|member| {
                !member.is_empty() && (!self.strict_enums || enumeration.members().contains(&member.as_str()))
            }),
            EdmType::Untyped => true,
            // Types that graph-core learns before the sandbox does: refuse what cannot be checked.
            _ => false,
        }
    }

    fn report(&mut self, at: &str, message: String) {
        self.violations.push(Violation { target: at.to_owned(), message });
    }
}

/// The name of a type as `@odata.type` has it, without the `#`.
pub(crate) fn bare(facts: &Facts) -> &'static str {
    facts.odata_type().trim_start_matches('#')
}

fn type_name(edm: &EdmType) -> Cow<'static, str> {
    Cow::Borrowed(match edm {
        EdmType::Boolean => "Edm.Boolean",
        EdmType::Byte => "Edm.Byte",
        EdmType::SByte => "Edm.SByte",
        EdmType::Int16 => "Edm.Int16",
        EdmType::Int32 => "Edm.Int32",
        EdmType::Int64 => "Edm.Int64",
        EdmType::Single => "Edm.Single",
        EdmType::Double => "Edm.Double",
        EdmType::String => "Edm.String",
        EdmType::DateTimeOffset => "Edm.DateTimeOffset",
        EdmType::Guid => "Edm.Guid",
        EdmType::Enumeration(enumeration) => enumeration.name(),
        EdmType::Structured(facts) => bare(facts()),
        EdmType::Collection(element) => return format!("Collection({})", type_name(&element().edm)).into(),
        EdmType::Untyped => "Edm.Untyped",
        _ => "a type that the sandbox does not know",
    })
}

/// The content of a JSON string; nothing, if `text` is something else.
fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

/// The numbers that JSON has no numbers for.
fn is_special(text: &str) -> bool {
    matches!(text, r#""INF""# | r#""-INF""# | r#""NaN""#)
}
