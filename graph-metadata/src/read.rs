//! From XML to the model.

mod annotation;
mod check;
mod container;
mod element;
mod names;
mod operation;
mod source;
#[cfg(test)]
pub(crate) mod tests;
mod types;

use roxmltree::{Document, ParsingOptions};

use crate::error::{MetadataDiagnostic, MetadataError};
use crate::model::Model;
use element::XmlElement;
use names::NameResolver;
use source::SourceText;

/// The namespace of the elements around the schemas.
const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";

impl Model {
    /// Reads the text of a metadata file, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// If the text is not well-formed XML, has a document type declaration, is not CSDL 4, or contradicts itself. The error
    /// holds all diagnostics, each with line and column.
    pub fn read(text: &str) -> Result<Self, MetadataError> {
        let source = SourceText::new(text);
        // without a DTD the file cannot define entities, and so no entity expansion can exhaust the memory
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options)
            .map_err(|error| MetadataError::one(xml_diagnostic(&error, text, &source)))?;
        let mut diagnostics = Vec::new();
        let root = XmlElement::new(document.root_element(), &source);
        let model = data_services(&root, &mut diagnostics).map(|services| read_schemas(&services, &mut diagnostics));
        match (MetadataError::new(diagnostics), model) {
            (None, Some(model)) => Ok(model),
            (Some(error), _) => Err(error),
            (None, None) => {
                let message = "the file is not a CSDL metadata document";
                Err(MetadataError::one(MetadataDiagnostic::new(root.span(), message)))
            }
        }
    }

    /// Reads a metadata file in UTF-8, with or without a byte order mark.
    ///
    /// # Errors
    ///
    /// As [`Model::read`], and if the bytes are not UTF-8.
    pub fn read_bytes(bytes: &[u8]) -> Result<Self, MetadataError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::read(text),
            Err(error) => {
                let text = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or(&[])).into_owned();
                let span = SourceText::new(&text).span(text.len()..text.len());
                let message = "the file is not UTF-8; convert it to UTF-8";
                Err(MetadataError::one(MetadataDiagnostic::new(span, message)))
            }
        }
    }
}

/// Returns the diagnostic for an error of roxmltree. If the error has no position, one is added.
fn xml_diagnostic(error: &roxmltree::Error, text: &str, source: &SourceText<'_>) -> MetadataDiagnostic {
    use roxmltree::Error;
    let end = || source.span(text.len()..text.len());
    match error {
        Error::DtdDetected => {
            let start = text.find("<!DOCTYPE").unwrap_or(0);
            let end = (start + "<!DOCTYPE".len()).min(text.len());
            MetadataDiagnostic::new(source.span(start..end), "a document type declaration is not allowed; remove it")
        }
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode | Error::NoRootNode => {
            MetadataDiagnostic::new(end(), "unexpected end of file: the root element is missing or not closed")
        }
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => {
            MetadataDiagnostic::new(end(), "the file exceeds the size that the XML parser supports")
        }
        other => {
            // the message of roxmltree ends with the position, which the diagnostic has as a span
            let message = other.to_string();
            let message = message.rsplit_once(" at ").map_or(message.as_str(), |(message, _)| message);
            MetadataDiagnostic::new(source.span_at(other.pos()), message)
        }
    }
}

/// Returns `DataServices`, the element around the schemas.
fn data_services<'a, 'i>(
    root: &XmlElement<'a, 'i>,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<XmlElement<'a, 'i>> {
    if root.name() != "Edmx" || root.namespace() != Some(EDMX) {
        let message = if root.name() == "Edmx" {
            other_namespace(root, EDMX)
        } else {
            format!("expected the root element `Edmx`, found `{}`", root.name())
        };
        diagnostics.push(MetadataDiagnostic::new(root.span(), message));
        return None;
    }
    if let Some(version) = root.attribute("Version")
        && !version.starts_with("4.")
    {
        let message = format!("expected CSDL version `4.0` or `4.01`, found `{}`", version.escape_debug());
        diagnostics.push(MetadataDiagnostic::new(root.attribute_span("Version"), message));
        return None;
    }
    let services = root.children().find(|child| child.name() == "DataServices" && child.namespace() == Some(EDMX));
    if services.is_none() {
        diagnostics.push(MetadataDiagnostic::new(root.span(), "`Edmx` does not contain an element `DataServices`"));
    }
    services
}

/// Returns the message for an element in the wrong namespace.
fn other_namespace(element: &XmlElement<'_, '_>, expected: &str) -> String {
    let name = element.name();
    match element.namespace() {
        Some(found) => {
            format!("expected `{name}` in the namespace `{expected}` of CSDL 4, found `{}`", found.escape_debug())
        }
        None => format!("expected `{name}` in the namespace `{expected}` of CSDL 4, found no namespace"),
    }
}

fn read_schemas(services: &XmlElement<'_, '_>, diagnostics: &mut Vec<MetadataDiagnostic>) -> Model {
    let schemas: Vec<XmlElement<'_, '_>> = services.children().filter(|child| child.is("Schema")).collect();
    if schemas.is_empty() {
        let other = services.children().find(|child| child.name() == "Schema");
        let (span, message) = match &other {
            Some(other) => (other.span(), other_namespace(other, element::EDM)),
            None => (services.span(), "`DataServices` does not contain an element `Schema`".to_owned()),
        };
        diagnostics.push(MetadataDiagnostic::new(span, message));
    }
    let names = NameResolver::new(&schemas, diagnostics);
    let mut model = Model::default();
    let mut targeted = Vec::new();
    for schema in &schemas {
        let Some(namespace) = schema.attribute("Namespace") else { continue };
        if !model.namespaces.iter().any(|known| known == namespace) {
            model.namespaces.push(namespace.to_owned());
        }
        for child in schema.children() {
            match child.edm_name() {
                "EntityType" | "ComplexType" => {
                    model.structured_types.extend(types::read_structured_type(&child, namespace, &names, diagnostics));
                }
                "EnumType" => model.enum_types.extend(types::read_enum_type(&child, namespace, diagnostics)),
                "Action" | "Function" => {
                    model.operations.extend(operation::read(&child, namespace, &names, diagnostics));
                }
                "EntityContainer" => container::read(&child, &names, &mut model, diagnostics),
                "Annotations" => targeted.extend(annotation::read_targeted(&child, &names, diagnostics)),
                _ => {}
            }
        }
    }
    model.aliases = names.into_aliases();
    check::index_types(&mut model, diagnostics);
    annotation::attach(&mut model, targeted);
    check::check_base_types(&mut model, diagnostics);
    check::check_type_references(&mut model);
    model
}
