//! The entity container: the resources directly under the service root.

use super::{Annotations, QualifiedName};
use crate::error::SourceSpan;

/// An entity set: a collection of entities directly under the service root.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EntitySet {
    /// The name, which is the first segment of its path.
    pub name: String,
    /// The type of its entities.
    pub entity_type: QualifiedName,
    /// The targets of the navigation properties of its entities.
    pub bindings: Vec<NavigationPropertyBinding>,
    /// The annotations of the entity set.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// A singleton: one entity directly under the service root.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Singleton {
    /// The name, which is the first segment of its path.
    pub name: String,
    /// The type of the entity.
    pub entity_type: QualifiedName,
    /// The targets of its navigation properties.
    pub bindings: Vec<NavigationPropertyBinding>,
    /// The annotations of the singleton.
    pub annotations: Annotations,
    /// The span of the definition.
    pub span: SourceSpan,
}

/// The target of a navigation property of an entity set or a singleton.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NavigationPropertyBinding {
    /// The path of the navigation property, possibly with a type cast segment.
    pub path: String,
    /// The entity set or singleton, possibly with a path below it.
    pub target: String,
    /// The span of the definition.
    pub span: SourceSpan,
}
