//! Actions and functions.

use super::annotation;
use super::element::XmlElement;
use super::names::NameResolver;
use crate::error::MetadataDiagnostic;
use crate::model::{Operation, OperationKind, Parameter, QualifiedName};

/// `<Action>` or `<Function>`
pub(crate) fn read(
    element: &XmlElement<'_, '_>,
    namespace: &str,
    names: &NameResolver,
    diagnostics: &mut Vec<MetadataDiagnostic>,
) -> Option<Operation> {
    let name = element.identifier("Name", diagnostics)?;
    let mut parameters = Vec::new();
    let mut return_type = None;
    for child in element.children() {
        match child.edm_name() {
            "Parameter" => {
                let name = child.identifier("Name", diagnostics);
                let type_ref = names.type_ref(&child, diagnostics);
                if let (Some(name), Some(type_ref)) = (name, type_ref) {
                    let is_nullable = child.boolean("Nullable", diagnostics).unwrap_or(true);
                    parameters.push(Parameter { name: name.to_owned(), type_ref, is_nullable });
                }
            }
            "ReturnType" => return_type = names.type_ref(&child, diagnostics),
            _ => {}
        }
    }
    Some(Operation {
        name: QualifiedName::new(format!("{namespace}.{name}")),
        kind: if element.is("Action") { OperationKind::Action } else { OperationKind::Function },
        is_bound: element.boolean("IsBound", diagnostics).unwrap_or(false),
        is_composable: element.boolean("IsComposable", diagnostics).unwrap_or(false),
        parameters,
        return_type,
        annotations: annotation::read_children(element, diagnostics),
        span: element.attribute_span("Name"),
    })
}
