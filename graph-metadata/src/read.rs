//! From XML to the model.

mod annotation;
mod check;
mod container;
mod element;
mod operation;
mod scope;
mod source;
mod structured;
#[cfg(test)]
pub(crate) mod tests;

use roxmltree::{Document, ParsingOptions};

use crate::error::{Fault, MetadataError};
use crate::model::Model;
use element::Element;
use scope::Scope;
use source::Source;

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";

/// Reads bytes in UTF-8.
pub(crate) fn bytes(bytes: &[u8]) -> Result<Model, MetadataError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => model(text),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or(&[])).into_owned();
            let place = Source::new(&text).place(text.len()..text.len());
            Err(MetadataError::one(Fault::new(place, "this is not UTF-8")))
        }
    }
}

/// Reads text, with or without a byte order mark.
pub(crate) fn model(text: &str) -> Result<Model, MetadataError> {
    let source = Source::new(text);
    // no entities of the file's own, hence no bombs
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| MetadataError::one(malformed(&error, text, &source)))?;
    let mut faults = Vec::new();
    let root = Element::new(document.root_element(), &source);
    let model = services(&root, &mut faults).map(|services| read_schemas(&services, &mut faults));
    match (MetadataError::new(faults), model) {
        (None, Some(model)) => Ok(model),
        (Some(error), _) => Err(error),
        (None, None) => Err(MetadataError::one(Fault::new(root.place(), "this is no metadata file"))),
    }
}

/// What roxmltree says; where it tells no position, the one that is meant.
fn malformed(error: &roxmltree::Error, text: &str, source: &Source<'_>) -> Fault {
    use roxmltree::Error;
    let end = || source.place(text.len()..text.len());
    match error {
        Error::DtdDetected => {
            let start = text.find("<!DOCTYPE").unwrap_or(0);
            let end = (start + "<!DOCTYPE".len()).min(text.len());
            Fault::new(source.place(start..end), "a metadata file has no document type declaration")
        }
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode | Error::NoRootNode => {
            Fault::new(end(), "the file ends too early")
        }
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => {
            Fault::new(end(), "the file is too large")
        }
        other => {
            // the position is told apart from the message
            let message = other.to_string();
            let message = message.rsplit_once(" at ").map_or(message.as_str(), |(message, _)| message);
            Fault::new(source.place_at(other.pos()), message)
        }
    }
}

/// The element around the schemas.
fn services<'a, 'i>(root: &Element<'a, 'i>, faults: &mut Vec<Fault>) -> Option<Element<'a, 'i>> {
    if root.name() != "Edmx" || root.namespace() != Some(EDMX) {
        let message = if root.name() == "Edmx" {
            "this is not CSDL 4: the namespace of `Edmx` is another one".to_owned()
        } else {
            format!("a metadata file starts with `Edmx`, not with `{}`", root.name())
        };
        faults.push(Fault::new(root.place(), message));
        return None;
    }
    if let Some(version) = root.attribute("Version")
        && !version.starts_with("4.")
    {
        faults.push(Fault::new(root.value_place("Version"), format!("CSDL `{version}` cannot be read, only CSDL 4")));
        return None;
    }
    let services = root.children().find(|child| child.name() == "DataServices" && child.namespace() == Some(EDMX));
    if services.is_none() {
        faults.push(Fault::new(root.place(), "`Edmx` has no `DataServices`"));
    }
    services
}

fn read_schemas(services: &Element<'_, '_>, faults: &mut Vec<Fault>) -> Model {
    let schemas: Vec<Element<'_, '_>> = services.children().filter(|child| child.is("Schema")).collect();
    if schemas.is_empty() {
        let other = services.children().find(|child| child.name() == "Schema");
        let message = if other.is_some() {
            "this is not CSDL 4: the namespace of `Schema` is another one"
        } else {
            "there is no `Schema`"
        };
        faults.push(Fault::new(other.map_or(services.place(), |other| other.place()), message));
    }
    let scope = Scope::new(&schemas, faults);
    let mut model = Model::default();
    let mut remarks = Vec::new();
    for schema in &schemas {
        let Some(namespace) = schema.attribute("Namespace") else { continue };
        if !model.namespaces.iter().any(|known| known == namespace) {
            model.namespaces.push(namespace.to_owned());
        }
        for child in schema.children() {
            match child.edm_name() {
                "EntityType" | "ComplexType" => {
                    model.structured.extend(structured::read(&child, namespace, &scope, faults));
                }
                "EnumType" => model.enumerations.extend(structured::read_enumeration(&child, namespace, faults)),
                "Action" | "Function" => model.operations.extend(operation::read(&child, namespace, &scope, faults)),
                "EntityContainer" => container::read(&child, &scope, &mut model, faults),
                "Annotations" => remarks.extend(annotation::read_remark(&child, &scope, faults)),
                _ => {}
            }
        }
    }
    model.aliases = scope.into_aliases();
    check::index(&mut model, faults);
    annotation::attach(&mut model, remarks);
    check::bases(&mut model, faults);
    check::uses(&mut model);
    model
}
