//! Names: namespaces, aliases and type definitions.

use std::collections::{HashMap, HashSet};

use super::element::{Element, is_identifier};
use crate::error::Fault;
use crate::model::{ElementType, Primitive, TypeName, TypeRef};

/// What names mean in all schemas of a file.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    aliases: HashMap<String, String>,
    /// Type definitions and the types below them.
    definitions: HashMap<String, Primitive>,
}

impl Scope {
    pub(crate) fn new(schemas: &[Element<'_, '_>], faults: &mut Vec<Fault>) -> Self {
        let mut scope = Self::default();
        let mut namespaces = HashSet::new();
        for schema in schemas {
            let Some(namespace) = schema.required("Namespace", faults) else { continue };
            if !namespace.split('.').all(is_identifier) {
                let message = format!("`{}` is no namespace", namespace.escape_debug());
                faults.push(Fault::new(schema.value_place("Namespace"), message));
            }
            namespaces.insert(namespace);
            if let Some(alias) = schema.attribute("Alias") {
                let before = scope.aliases.insert(alias.to_owned(), namespace.to_owned());
                if let Some(before) = before.filter(|before| before != namespace) {
                    let message = format!("`{}` is the alias of `{before}` already", alias.escape_debug());
                    faults.push(Fault::new(schema.value_place("Alias"), message));
                }
            }
        }
        for schema in schemas {
            let Some(namespace) = schema.attribute("Namespace") else { continue };
            if let Some(alias) =
                schema.attribute("Alias").filter(|alias| namespaces.contains(alias) && *alias != namespace)
            {
                let message = format!("`{}` is a namespace and cannot be an alias", alias.escape_debug());
                faults.push(Fault::new(schema.value_place("Alias"), message));
            }
            for definition in schema.children().filter(|child| child.is("TypeDefinition")) {
                let Some(name) = definition.identifier("Name", faults) else { continue };
                let Some(underlying) = definition.required("UnderlyingType", faults) else { continue };
                match Primitive::named(underlying) {
                    Some(primitive) => {
                        scope.definitions.insert(format!("{namespace}.{name}"), primitive);
                    }
                    None => faults.push(Fault::new(
                        definition.value_place("UnderlyingType"),
                        format!("`{}` is no primitive type", underlying.escape_debug()),
                    )),
                }
            }
        }
        scope
    }

    pub(crate) fn into_aliases(self) -> HashMap<String, String> {
        self.aliases
    }

    /// The name with its namespace in place of an alias.
    pub(crate) fn qualified(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((prefix, short)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{short}"),
                None => name.to_owned(),
            },
            None => name.to_owned(),
        }
    }

    /// The name of a type in an attribute.
    pub(crate) fn type_name(
        &self,
        element: &Element<'_, '_>,
        attribute: &str,
        faults: &mut Vec<Fault>,
    ) -> Option<TypeName> {
        let value = element.attribute(attribute)?;
        if value.contains('.') && value.split('.').all(is_identifier) {
            return Some(TypeName::new(self.qualified(value)));
        }
        let message = format!("`{}` is no name of a type: write it with its namespace", value.escape_debug());
        faults.push(Fault::new(element.value_place(attribute), message));
        None
    }

    /// The type in the attribute `Type`.
    pub(crate) fn type_ref(&self, element: &Element<'_, '_>, faults: &mut Vec<Fault>) -> Option<TypeRef> {
        let value = element.required("Type", faults)?;
        let inner = value.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let is_collection = inner.is_some();
        let name = inner.unwrap_or(value);
        let fault = |message: String| Fault::new(element.value_place("Type"), message);
        if !name.contains('.') || !name.split('.').all(is_identifier) {
            faults.push(fault(format!("`{}` is no type: write it with its namespace", value.escape_debug())));
            return None;
        }
        let element_type = if name.starts_with("Edm.") {
            let Some(primitive) = Primitive::named(name) else {
                faults.push(fault(format!("`{name}` is no type of the standard")));
                return None;
            };
            ElementType::Primitive(primitive)
        } else {
            let qualified = self.qualified(name);
            match self.definitions.get(&qualified) {
                Some(primitive) => ElementType::Primitive(*primitive),
                None => ElementType::Named(TypeName::new(qualified)),
            }
        };
        Some(TypeRef { element: element_type, is_collection })
    }
}
