//! Which actions and functions are declared.

use crate::model::{Model, Operation, Parameter, StructuredType, TypeRef};

/// An operation to declare, with the qualified name of the declared type that it is called on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlannedOperation<'m> {
    pub(crate) operation: &'m Operation,
    pub(crate) on: &'m str,
}

impl<'m> PlannedOperation<'m> {
    /// Returns the parameters without the first one, which is what the operation is called on.
    pub(crate) fn parameters(self) -> &'m [Parameter] {
        self.operation.parameters.get(1..).unwrap_or_default()
    }

    pub(crate) fn is_on_collection(self) -> bool {
        self.operation.parameters.first().is_some_and(|bound| bound.type_ref.is_collection)
    }

    /// Returns the types of the parameters and of the result.
    pub(crate) fn types(self) -> impl Iterator<Item = &'m TypeRef> {
        self.parameters().iter().map(|parameter| &parameter.type_ref).chain(self.operation.return_type.as_ref())
    }
}

/// Returns the requested operations of the types with paths.
///
/// A type has the operations of its base types. If a base type is declared with a path, too, they are declared for that one only: a
/// resource that names it with `base = ..` has them.
pub(crate) fn planned<'m>(
    model: &'m Model,
    with_paths: &[&'m str],
    is_requested: impl Fn(&str) -> bool,
) -> Vec<PlannedOperation<'m>> {
    let operations = model.operations().iter().filter(|operation| operation.is_bound);
    let requested: Vec<_> = operations.filter(|operation| is_requested(operation.name.short())).collect();
    let mut planned = Vec::new();
    for &on in with_paths {
        let Some(declared) = model.structured_type(on) else { continue };
        let lineage: Vec<&StructuredType> = model.with_base_types(declared).collect();
        let is_at_other =
            |bound: usize| lineage.iter().take(bound + 1).skip(1).any(|base| with_paths.contains(&base.name.as_str()));
        for operation in &requested {
            let bound = operation.parameters.first().and_then(|bound| bound.type_ref.named());
            let position = bound.and_then(|bound| lineage.iter().position(|of| of.name == *bound));
            if position.is_some_and(|position| !is_at_other(position)) {
                planned.push(PlannedOperation { operation, on });
            }
        }
    }
    planned
}
