//! Names in all schemas of a file: namespaces, aliases and type definitions.

use std::collections::{HashMap, HashSet};

use super::element::{XmlElement, is_identifier};
use crate::error::MetadataDiagnostic;
use crate::model::{ElementType, PrimitiveType, QualifiedName, TypeRef};

/// Resolves the names that the schemas of a file use.
#[derive(Debug, Default)]
pub(crate) struct NameResolver {
    aliases: HashMap<String, String>,
    /// From the qualified name of a type definition to its underlying type.
    type_definitions: HashMap<String, PrimitiveType>,
}

impl NameResolver {
    pub(crate) fn new(schemas: &[XmlElement<'_, '_>], diagnostics: &mut Vec<MetadataDiagnostic>) -> Self {
        let mut names = Self::default();
        let mut namespaces = HashSet::new();
        for schema in schemas {
            let Some(namespace) = schema.required("Namespace", diagnostics) else { continue };
            if !namespace.split('.').all(is_identifier) {
                let message = format!(
                    "`{}` is not a namespace; expected identifiers that are separated by dots",
                    namespace.escape_debug()
                );
                diagnostics.push(MetadataDiagnostic::new(schema.attribute_span("Namespace"), message));
            }
            namespaces.insert(namespace);
            if let Some(alias) = schema.attribute("Alias") {
                let before = names.aliases.insert(alias.to_owned(), namespace.to_owned());
                if let Some(before) = before.filter(|before| before != namespace) {
                    let message = format!("`{}` is already the alias of `{before}`", alias.escape_debug());
                    diagnostics.push(MetadataDiagnostic::new(schema.attribute_span("Alias"), message));
                }
            }
        }
        for schema in schemas {
            let Some(namespace) = schema.attribute("Namespace") else { continue };
            if let Some(alias) =
                schema.attribute("Alias").filter(|alias| namespaces.contains(alias) && *alias != namespace)
            {
                let message = format!("`{}` is a namespace and cannot be an alias", alias.escape_debug());
                diagnostics.push(MetadataDiagnostic::new(schema.attribute_span("Alias"), message));
            }
            for definition in schema.children().filter(|child| child.is("TypeDefinition")) {
                let Some(name) = definition.identifier("Name", diagnostics) else { continue };
                let Some(underlying) = definition.required("UnderlyingType", diagnostics) else { continue };
                match PrimitiveType::named(underlying) {
                    Some(primitive) => {
                        names.type_definitions.insert(format!("{namespace}.{name}"), primitive);
                    }
                    None => diagnostics.push(MetadataDiagnostic::new(
                        definition.attribute_span("UnderlyingType"),
                        format!(
                            "expected a primitive type such as `Edm.String`, found `{}`",
                            underlying.escape_debug()
                        ),
                    )),
                }
            }
        }
        names
    }

    pub(crate) fn into_aliases(self) -> HashMap<String, String> {
        self.aliases
    }

    /// Returns the name with an alias replaced by its namespace.
    pub(crate) fn qualify(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((prefix, short)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{short}"),
                None => name.to_owned(),
            },
            None => name.to_owned(),
        }
    }

    /// Returns the name of a type in an attribute.
    pub(crate) fn qualified_name(
        &self,
        element: &XmlElement<'_, '_>,
        attribute: &str,
        diagnostics: &mut Vec<MetadataDiagnostic>,
    ) -> Option<QualifiedName> {
        let value = element.attribute(attribute)?;
        if value.contains('.') && value.split('.').all(is_identifier) {
            return Some(QualifiedName::new(self.qualify(value)));
        }
        let message = expected_qualified_name(value);
        diagnostics.push(MetadataDiagnostic::new(element.attribute_span(attribute), message));
        None
    }

    /// Returns the type in the attribute `Type`.
    pub(crate) fn type_ref(
        &self,
        element: &XmlElement<'_, '_>,
        diagnostics: &mut Vec<MetadataDiagnostic>,
    ) -> Option<TypeRef> {
        let value = element.required("Type", diagnostics)?;
        let inner = value.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let is_collection = inner.is_some();
        let name = inner.unwrap_or(value);
        let diagnostic = |message: String| MetadataDiagnostic::new(element.attribute_span("Type"), message);
        if !name.contains('.') || !name.split('.').all(is_identifier) {
            diagnostics.push(diagnostic(expected_qualified_name(value)));
            return None;
        }
        let element_type = if name.starts_with("Edm.") {
            let Some(primitive) = PrimitiveType::named(name) else {
                diagnostics.push(diagnostic(format!("`{name}` is not a type of the namespace `Edm`")));
                return None;
            };
            ElementType::Primitive(primitive)
        } else {
            let qualified = self.qualify(name);
            match self.type_definitions.get(&qualified) {
                Some(primitive) => ElementType::Primitive(*primitive),
                None => ElementType::Named(QualifiedName::new(qualified)),
            }
        };
        Some(TypeRef { element: element_type, is_collection })
    }
}

fn expected_qualified_name(found: &str) -> String {
    format!("expected the qualified name of a type, such as `namespace.type`, found `{}`", found.escape_debug())
}
