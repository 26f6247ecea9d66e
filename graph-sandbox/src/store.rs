//! The entities and their states.

use std::collections::HashMap;

use graph_core::schema::TypeDescriptor;

use crate::json::{TypedObject, ValidationErrors, Validator};
use crate::protocol::{EntityTag, ErrorResponse, IfMatch};
use crate::routing::EntityKey;

/// All entities of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Store {
    entities: HashMap<EntityKey, StoredEntity>,
    /// The number of tags that were given out.
    states: u64,
}

/// One entity in one state.
#[derive(Debug, Clone)]
pub(crate) struct StoredEntity {
    pub(crate) object: TypedObject,
    pub(crate) etag: EntityTag,
}

impl Store {
    /// Adds an entity, or replaces the one with this key.
    ///
    /// # Errors
    /// Returns all messages if `json`, which passed [`check_syntax`](crate::json::check_syntax), is not an entity of the
    /// type.
    pub(crate) fn insert(
        &mut self,
        key: EntityKey,
        descriptor: &'static TypeDescriptor,
        json: &str,
    ) -> Result<(), String> {
        let mut validator = Validator::default();
        let mut object = validator.read(descriptor, json);
        object.complete("", &mut validator.errors);
        validator.errors.into_result()?;
        let etag = self.next_state();
        self.entities.insert(key, StoredEntity { object, etag });
        Ok(())
    }

    pub(crate) fn get(&self, key: &EntityKey) -> Option<&StoredEntity> {
        self.entities.get(key)
    }

    /// Merges an update into an entity, completely or not at all. An update that changes no value does not change the state.
    ///
    /// The result is `None` if there is no such entity.
    ///
    /// # Errors
    /// Returns a response if the condition does not match the state, or the update does not match the entity.
    pub(crate) fn update(
        &mut self,
        key: &EntityKey,
        condition: Option<&IfMatch>,
        update: TypedObject,
    ) -> Option<Result<StoredEntity, ErrorResponse>> {
        let next = self.next_state();
        let entity = self.entities.get_mut(key)?;
        Some(entity.update(condition, update, next))
    }

    fn next_state(&mut self) -> EntityTag {
        self.states += 1;
        EntityTag(self.states)
    }
}

impl StoredEntity {
    fn update(
        &mut self,
        condition: Option<&IfMatch>,
        update: TypedObject,
        next: EntityTag,
    ) -> Result<Self, ErrorResponse> {
        condition.map_or(Ok(()), |condition| condition.check(self.etag))?;
        let mut errors = ValidationErrors::default();
        let mut object = self.object.clone();
        object.merge(update, "", &mut errors);
        object.complete("", &mut errors);
        ErrorResponse::model_validation(errors)?;
        if object.to_json() != self.object.to_json() {
            *self = Self { object, etag: next };
        }
        Ok(self.clone())
    }
}
