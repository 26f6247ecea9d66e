//! Actions and functions.

use super::{Annotations, TypeName, TypeRef};
use crate::error::Place;

/// An action or a function; overloads are operations of their own.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Operation {
    /// Its name.
    pub name: TypeName,
    /// Whether it may change something.
    pub kind: OperationKind,
    /// Whether it is called on a value of its first parameter's type.
    pub is_bound: bool,
    /// Whether a path may go on after it.
    pub is_composable: bool,
    /// The parameters, that which it is bound to first.
    pub parameters: Vec<Parameter>,
    /// The type of the result.
    pub returns: Option<TypeRef>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// Whether an operation may change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// It may: called by POST.
    Action,
    /// It does not: called by GET.
    Function,
}

/// A parameter.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_ref: TypeRef,
    /// Whether `null` is a value of it.
    pub is_nullable: bool,
}
