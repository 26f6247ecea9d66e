//! Actions and functions.

use super::{Annotations, QualifiedName, TypeRef};
use crate::error::SourceSpan;

/// An action or a function; each overload is a separate operation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// The qualified name.
    pub name: QualifiedName,
    /// Whether it is an action or a function.
    pub kind: OperationKind,
    /// Whether it is called on a value of the type of its first parameter.
    pub is_bound: bool,
    /// Whether its path can be followed by further segments.
    pub is_composable: bool,
    /// The parameters; the binding parameter is the first one.
    pub parameters: Vec<Parameter>,
    /// The type of the result.
    pub return_type: Option<TypeRef>,
    /// The annotations of the operation.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// An action, which may have side effects and is called by POST.
    Action,
    /// A function, which has no side effects and is called by GET.
    Function,
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The type.
    pub type_ref: TypeRef,
    /// Whether the value can be `null`.
    pub is_nullable: bool,
}
