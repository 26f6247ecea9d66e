use std::ops::Deref;

use super::planned::Planned;
use crate::response::Entity;

/// The entity of an [`EnsureOperation`](crate::operation::EnsureOperation), and what was done. It dereferences to the entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensured<T> {
    pub(super) planned: Planned,
    pub(super) entity: Entity<T>,
}

impl<T> Ensured<T> {
    /// Returns what was done, or would be done in a run that plans.
    pub fn planned(&self) -> &Planned {
        &self.planned
    }

    /// Converts to the entity.
    ///
    /// After an update whose response does not contain the entity, it is the one that was read, with the changes.
    pub fn into_entity(self) -> Entity<T> {
        self.entity
    }
}

impl<T> Deref for Ensured<T> {
    type Target = Entity<T>;

    fn deref(&self) -> &Entity<T> {
        &self.entity
    }
}
