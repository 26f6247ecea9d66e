//! The entity container: what stands directly under the service root.

use super::{Annotations, TypeName};
use crate::error::Place;

/// An entity set: a collection of entities directly under the service root.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EntitySet {
    /// Its name, the first segment of its path.
    pub name: String,
    /// The type of its entities.
    pub entity_type: TypeName,
    /// Where the navigation properties of its entities lead.
    pub bindings: Vec<Binding>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// A singleton: one entity directly under the service root.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Singleton {
    /// Its name, the first segment of its path.
    pub name: String,
    /// The type of the entity.
    pub entity_type: TypeName,
    /// Where its navigation properties lead.
    pub bindings: Vec<Binding>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Where it is defined.
    pub place: Place,
}

/// Where a navigation property leads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Binding {
    /// The navigation property, possibly after a cast.
    pub path: String,
    /// The entity set or singleton, possibly with a path below it.
    pub target: String,
    /// Where it is defined.
    pub place: Place,
}
