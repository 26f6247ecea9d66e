//! Actions and functions of declared resources.

use std::collections::{BTreeMap, HashSet};

use super::declaration::{OperationDeclaration, ReturnDeclaration, StructField};
use super::field_type::{FieldTypes, Nullability};
use super::member_names::FieldNames;
use super::plan::DeclarationPlan;
use super::planned_operations::PlannedOperation;
use super::untyped_field::untyped_field;
use super::{docs, identifier};
use crate::model::{Annotations, ElementType, Model, Operation, OperationKind, PrimitiveType, TypeRef};

/// Builds the declarations of operations.
pub(crate) fn build(
    types: &FieldTypes<'_>,
    plan: &DeclarationPlan<'_>,
    used: &mut HashSet<String>,
) -> Vec<OperationDeclaration> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut seen = HashSet::new();
    for planned in &plan.operations {
        // overloads of one type have one name
        if seen.insert((planned.operation.name.short(), planned.on)) {
            *counts.entry(planned.operation.name.short()).or_default() += 1;
        }
    }
    let is_unique = |planned: &PlannedOperation<'_>| counts.get(planned.operation.name.short()) == Some(&1);
    plan.operations.iter().filter_map(|planned| declaration(types, plan, *planned, is_unique(planned), used)).collect()
}

/// Returns the declaration, or `None` if a parameter is a stream, which is not part of a body.
fn declaration(
    types: &FieldTypes<'_>,
    plan: &DeclarationPlan<'_>,
    planned: PlannedOperation<'_>,
    is_unique: bool,
    used: &mut HashSet<String>,
) -> Option<OperationDeclaration> {
    let operation = planned.operation;
    let is_action = operation.kind == OperationKind::Action;
    let mut field_names = FieldNames::default();
    let parameters = planned.parameters().iter().map(|parameter| {
        let default_doc = format!("The parameter `{}` (`{}`).", parameter.name, parameter.type_ref);
        let nullability = Nullability { value: parameter.is_nullable, items: Some(false) };
        let ty = types.field_type("", &parameter.name, &parameter.type_ref, nullability, false)?;
        Some(StructField { ty: ty.text, ..field(&mut field_names, &parameter.name, &default_doc) })
    });
    let parameters = parameters.collect::<Option<Vec<_>>>()?;
    let on = super::links::addressable_name(types, plan, planned.on)?;
    let kind = if is_action { "action" } else { "function" };
    let short = operation.name.short();
    Some(OperationDeclaration {
        qualified_name: operation.name.as_str().to_owned(),
        name: unique_name(planned, &on, is_unique, used),
        wire_name: wire_name(types.model, operation),
        docs: docs::lines(
            &operation.annotations,
            &format!("The {kind} `{short}` of `{}`.", planned.on),
            docs::ITEM_DOC_WIDTH,
        ),
        is_function: !is_action,
        type_name: planned.on.to_owned(),
        on,
        is_on_collection: planned.is_on_collection(),
        returns: returned(types, operation.return_type.as_ref()),
        is_destructive: is_action && is_destructive(short),
        parameters,
    })
}

/// Returns the name in the path: services accept it without a namespace in the main namespace only.
fn wire_name(model: &Model, operation: &Operation) -> String {
    let main = model.namespaces().min_by_key(|namespace| (namespace.len(), *namespace)).unwrap_or("");
    if operation.name.namespace() == main {
        operation.name.short().to_owned()
    } else {
        operation.name.as_str().to_owned()
    }
}

/// Returns the name in Rust: that of the operation, with the type in front if several have it, and with the parameters of an overload.
fn unique_name(planned: PlannedOperation<'_>, on: &str, is_unique: bool, used: &mut HashSet<String>) -> String {
    let name = identifier::upper_camel_case(planned.operation.name.short());
    let parameters = planned.parameters().iter().map(|parameter| identifier::upper_camel_case(&parameter.name));
    let parameters = parameters.collect::<Vec<_>>().join("And");
    let name = if is_unique { name } else { format!("{on}{name}") };
    let overload = format!("{name}By{parameters}");
    let candidates = [Some(name), (!parameters.is_empty()).then(|| overload.clone())];
    match candidates.into_iter().flatten().find(|name| !used.contains(name)) {
        Some(free) => {
            used.insert(free.clone());
            free
        }
        None => identifier::make_unique(used, &overload, ""),
    }
}

fn field(field_names: &mut FieldNames, wire_name: &str, default_doc: &str) -> StructField {
    untyped_field(field_names.name(wire_name), wire_name, &Annotations::default(), default_doc)
}

/// Returns what is returned. The files seldom state whether that can be null, so it cannot.
fn returned(types: &FieldTypes<'_>, of: Option<&TypeRef>) -> ReturnDeclaration {
    let Some(of) = of else { return ReturnDeclaration::Nothing };
    if of.element == ElementType::Primitive(PrimitiveType::Stream) {
        return ReturnDeclaration::Stream;
    }
    match types.element_type("", "", of) {
        None => ReturnDeclaration::Nothing,
        Some(element) if of.is_collection => ReturnDeclaration::Many(element),
        Some(element) => ReturnDeclaration::One(element),
    }
}

/// Returns whether the name of an action begins with a verb of destruction, after an adjective if there is one.
///
/// No annotation states it. The names are those of the actions of Microsoft Graph: `wipe`, `retire`, `deleteUserFromSharedAppleDevice`,
/// `cleanWindowsDevice`, `resetPasscode`, `removeAllDevicesFromManagement`, `revokeSignInSessions`, `permanentDelete` and the like. An action that
/// is harmless in spite of its verb, such as `resetUnseenCount`, requires an unnecessary confirmation.
fn is_destructive(name: &str) -> bool {
    const VERBS: &[&str] = &[
        "clean",
        "delete",
        "discard",
        "erase",
        "purge",
        "remove",
        "reset",
        "retire",
        "revoke",
        "shut",
        "terminate",
        "wipe",
    ];
    let snake_case = identifier::snake_case(name);
    let mut words = snake_case.split('_').skip_while(|word| matches!(*word, "force" | "permanent"));
    words.next().is_some_and(|first| VERBS.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::is_destructive;

    #[test]
    fn a_verb_of_destruction_comes_first() {
        for name in ["wipe", "retire", "deleteUserFromSharedAppleDevice", "permanentDelete", "forceDelete", "shutDown"]
        {
            assert!(is_destructive(name), "{name}");
        }
        for name in ["syncDevice", "remoteLock", "undoDelete", "getDevicesScheduledToRetire", "wiper", "assign"] {
            assert!(!is_destructive(name), "{name}");
        }
    }
}
