//! The entities and their states.

use std::collections::HashMap;

use graph_core::schema::TypeDescriptor;

use crate::error::Reason;
use crate::etag::{ETag, IfMatch};
use crate::fault::{Fault, Violations};
use crate::members::Members;
use crate::route::EntityKey;
use crate::typed::Reading;

/// Every entity that the sandbox keeps.
#[derive(Debug, Default)]
pub(crate) struct Store {
    entities: HashMap<EntityKey, Entity>,
    states: u64,
}

/// One entity in one state.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    pub(crate) members: Members,
    pub(crate) etag: ETag,
}

impl Store {
    /// Puts an entity where nothing was, or in the place of what was there.
    ///
    /// # Errors
    /// When `text` is not an entity of the type.
    pub(crate) fn seed(
        &mut self,
        key: EntityKey,
        descriptor: &'static TypeDescriptor,
        text: &str,
    ) -> Result<(), String> {
        let mut reading = Reading { strict_enums: false, violations: Violations::default() };
        let mut members = reading.object(descriptor, text, "");
        members.complete("", &mut reading.violations);
        Fault::model(reading.violations).map_err(|fault| fault.summary())?;
        let etag = self.next_state();
        self.entities.insert(key, Entity { members, etag });
        Ok(())
    }

    pub(crate) fn get(&self, key: &EntityKey) -> Option<&Entity> {
        self.entities.get(key)
    }

    /// Merges `update` into the entity; whole or not at all. An update that changes nothing leaves the state as it is.
    ///
    /// # Errors
    /// When the entity is in another state than the client means, or the update does not fit it. Nothing, if there is no
    /// such entity.
    pub(crate) fn update(
        &mut self,
        key: &EntityKey,
        condition: Option<&IfMatch>,
        update: Members,
    ) -> Option<Result<Entity, Fault>> {
        let next = self.next_state();
        let entity = self.entities.get_mut(key)?;
        Some(entity.update(condition, update, next))
    }

    fn next_state(&mut self) -> ETag {
        self.states += 1;
        ETag(self.states)
    }
}

impl Entity {
    fn update(&mut self, condition: Option<&IfMatch>, update: Members, next: ETag) -> Result<Self, Fault> {
        condition.map_or(Ok(()), |condition| condition.admit(self.etag))?;
        let mut violations = Violations::default();
        let mut members = self.members.clone();
        members.merge(update, "", &mut violations);
        members.complete("", &mut violations);
        Fault::model(violations)?;
        if members.to_json() != self.members.to_json() {
            *self = Self { members, etag: next };
        }
        Ok(self.clone())
    }
}

impl Reason {
    pub(crate) fn entity(path: &str, descriptor: &'static TypeDescriptor, fault: impl Into<String>) -> Self {
        Self::Entity { path: path.to_owned(), odata_type: descriptor.odata_type(), fault: fault.into() }
    }
}
