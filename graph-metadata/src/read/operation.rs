//! Actions and functions.

use super::annotation;
use super::element::Element;
use super::scope::Scope;
use crate::error::Fault;
use crate::model::{Operation, OperationKind, Parameter, TypeName};

/// `<Action>` or `<Function>`
pub(crate) fn read(
    element: &Element<'_, '_>,
    namespace: &str,
    scope: &Scope,
    faults: &mut Vec<Fault>,
) -> Option<Operation> {
    let name = element.identifier("Name", faults)?;
    let mut parameters = Vec::new();
    let mut returns = None;
    for child in element.children() {
        match child.edm_name() {
            "Parameter" => {
                let name = child.identifier("Name", faults);
                let type_ref = scope.type_ref(&child, faults);
                if let (Some(name), Some(type_ref)) = (name, type_ref) {
                    let is_nullable = child.flag("Nullable", faults).unwrap_or(true);
                    parameters.push(Parameter { name: name.to_owned(), type_ref, is_nullable });
                }
            }
            "ReturnType" => returns = scope.type_ref(&child, faults),
            _ => {}
        }
    }
    Some(Operation {
        name: TypeName::new(format!("{namespace}.{name}")),
        kind: if element.is("Action") { OperationKind::Action } else { OperationKind::Function },
        is_bound: element.flag("IsBound", faults).unwrap_or(false),
        is_composable: element.flag("IsComposable", faults).unwrap_or(false),
        parameters,
        returns,
        annotations: annotation::read_inside(element, faults),
        place: element.value_place("Name"),
    })
}
