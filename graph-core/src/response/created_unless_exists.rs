use super::created::Created;
use super::entity::Entity;

/// The result of a creation that looks for an existing entity first.
///
/// See [`CreateOperation::unless_exists`](crate::operation::Operation::unless_exists).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum CreatedUnlessExists<T> {
    /// There was no such entity, and it was created.
    Created(Created<T>),
    /// There is such an entity. It was found before the creation, or after a creation with an unknown outcome.
    Exists(Entity<T>),
}

impl<T> CreatedUnlessExists<T> {
    /// Returns whether the service reported that it created the entity.
    pub fn is_created(&self) -> bool {
        matches!(self, Self::Created(_))
    }

    /// Returns the entity, if the service sent it.
    pub fn entity(&self) -> Option<&Entity<T>> {
        match self {
            Self::Created(created) => created.entity(),
            Self::Exists(entity) => Some(entity),
        }
    }

    /// Converts the result into the entity, if the service sent it.
    pub fn into_entity(self) -> Option<Entity<T>> {
        match self {
            Self::Created(created) => created.into_entity(),
            Self::Exists(entity) => Some(entity),
        }
    }
}
