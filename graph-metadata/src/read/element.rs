//! XML elements with their positions.

use roxmltree::Node;

use super::source::SourceText;
use crate::error::{MetadataDiagnostic, SourceSpan};

/// The namespace of the elements of CSDL 4.
pub(crate) const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// An XML element with the text that it was read from.
#[derive(Clone, Copy)]
pub(crate) struct XmlElement<'a, 'i> {
    node: Node<'a, 'i>,
    source: &'a SourceText<'i>,
}

impl<'a, 'i> XmlElement<'a, 'i> {
    pub(crate) fn new(node: Node<'a, 'i>, source: &'a SourceText<'i>) -> Self {
        Self { node, source }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.node.tag_name().name()
    }

    pub(crate) fn namespace(&self) -> Option<&'a str> {
        self.node.tag_name().namespace()
    }

    /// Returns the name of an element of CSDL, and an empty string for other elements.
    pub(crate) fn edm_name(&self) -> &'a str {
        if self.namespace() == Some(EDM) { self.name() } else { "" }
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.edm_name() == name
    }

    pub(crate) fn children(&self) -> impl Iterator<Item = Self> + use<'a, 'i> {
        let source = self.source;
        self.node.children().filter(Node::is_element).map(move |node| Self { node, source })
    }

    /// Returns the text inside the element.
    pub(crate) fn text(&self) -> &'a str {
        self.node.text().unwrap_or("").trim()
    }

    /// Returns the span of the start of the element, with its name.
    pub(crate) fn span(&self) -> SourceSpan {
        let start = self.node.range().start;
        self.source.span(start..start + 1 + self.name().len())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    /// Returns the span of the value of an attribute. If the attribute is missing, it is the span of the element.
    pub(crate) fn attribute_span(&self, name: &str) -> SourceSpan {
        match self.node.attribute_node(name) {
            Some(attribute) => self.source.span(attribute.range_value()),
            None => self.span(),
        }
    }

    /// Returns an attribute and reports its absence.
    pub(crate) fn required(&self, name: &str, diagnostics: &mut Vec<MetadataDiagnostic>) -> Option<&'a str> {
        let value = self.attribute(name);
        if value.is_none() {
            self.report_missing(name, diagnostics);
        }
        value
    }

    /// Reports that an attribute is missing.
    pub(crate) fn report_missing(&self, name: &str, diagnostics: &mut Vec<MetadataDiagnostic>) {
        let message = format!("`{}` has no attribute `{name}`", self.name());
        diagnostics.push(MetadataDiagnostic::new(self.span(), message));
    }

    /// Returns an attribute that is an identifier
    /// ([CSDL 4.01, 15.2](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_SimpleIdentifier)).
    pub(crate) fn identifier(&self, name: &str, diagnostics: &mut Vec<MetadataDiagnostic>) -> Option<&'a str> {
        let value = self.required(name, diagnostics)?;
        if is_identifier(value) {
            return Some(value);
        }
        let message = format!(
            "`{}` is not an identifier; expected at most 128 letters, digits and underscores that do not start with a digit",
            value.escape_debug()
        );
        diagnostics.push(MetadataDiagnostic::new(self.attribute_span(name), message));
        None
    }

    /// Returns an attribute that is `true` or `false`.
    pub(crate) fn boolean(&self, name: &str, diagnostics: &mut Vec<MetadataDiagnostic>) -> Option<bool> {
        match self.attribute(name)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other => {
                let message = format!("expected `true` or `false` for `{name}`, found `{}`", other.escape_debug());
                diagnostics.push(MetadataDiagnostic::new(self.attribute_span(name), message));
                None
            }
        }
    }
}

/// Returns whether the text is an identifier. It has at most 128 letters, digits and underscores, and does not start
/// with a digit.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text.chars().count() <= 128
}
