//! An XML element with its place.

use roxmltree::Node;

use super::EDM;
use super::source::Source;
use crate::error::{Fault, Place};

/// An XML element with its place.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a, 'i> {
    node: Node<'a, 'i>,
    source: &'a Source<'i>,
}

impl<'a, 'i> Element<'a, 'i> {
    pub(crate) fn new(node: Node<'a, 'i>, source: &'a Source<'i>) -> Self {
        Self { node, source }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.node.tag_name().name()
    }

    pub(crate) fn namespace(&self) -> Option<&'a str> {
        self.node.tag_name().namespace()
    }

    /// The name if it is an element of CSDL, else nothing.
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

    /// The text inside.
    pub(crate) fn text(&self) -> &'a str {
        self.node.text().unwrap_or("").trim()
    }

    /// The start of the element, with its name.
    pub(crate) fn place(&self) -> Place {
        let start = self.node.range().start;
        self.source.place(start..start + 1 + self.name().len())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.node.attribute(name)
    }

    /// The place of the value of an attribute, else of the element.
    pub(crate) fn value_place(&self, name: &str) -> Place {
        match self.node.attribute_node(name) {
            Some(attribute) => self.source.place(attribute.range_value()),
            None => self.place(),
        }
    }

    pub(crate) fn required(&self, name: &str, faults: &mut Vec<Fault>) -> Option<&'a str> {
        let value = self.attribute(name);
        if value.is_none() {
            faults.push(Fault::new(self.place(), format!("`{}` has no `{name}`", self.name())));
        }
        value
    }

    /// An attribute that is an identifier
    /// ([CSDL 4.01, 15.2](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_SimpleIdentifier)).
    pub(crate) fn identifier(&self, name: &str, faults: &mut Vec<Fault>) -> Option<&'a str> {
        let value = self.required(name, faults)?;
        if is_identifier(value) {
            return Some(value);
        }
        let message = format!("`{}` is no name: letters, digits and underscores, no digit first", value.escape_debug());
        faults.push(Fault::new(self.value_place(name), message));
        None
    }

    /// An attribute that is true or false.
    pub(crate) fn flag(&self, name: &str, faults: &mut Vec<Fault>) -> Option<bool> {
        match self.attribute(name)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other => {
                let message = format!("`{name}` is `true` or `false`, not `{}`", other.escape_debug());
                faults.push(Fault::new(self.value_place(name), message));
                None
            }
        }
    }
}

/// At most 128 letters, digits and underscores, no digit first.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text.chars().count() <= 128
}
