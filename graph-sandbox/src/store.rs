//! The entities and their states.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use graph_core::schema::Version;

use crate::json::{Author, TypedObject, ValidationErrors};
use crate::protocol::{EntityTag, ErrorResponse, IfMatch};
use crate::routing::EntityKey;

/// All entities of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Store {
    entities: HashMap<EntityKey, StoredEntity>,
    /// The entities of each collection by their position.
    collections: HashMap<EntityKey, BTreeMap<u64, EntityKey>>,
    /// The number of tags that were given out.
    states: u64,
}

/// One entity in one state.
#[derive(Debug, Clone)]
pub(crate) struct StoredEntity {
    pub(crate) object: TypedObject,
    pub(crate) etag: EntityTag,
    /// The position in its collection: entities are listed in the order in which they were added.
    pub(crate) position: u64,
}

impl Store {
    /// Adds an entity, or replaces the one with this key.
    pub(crate) fn insert(&mut self, key: EntityKey, object: TypedObject) {
        let etag = self.next_state();
        let position = self.entities.get(&key).map_or(etag.0, |replaced| replaced.position);
        if let Some(collection) = key.parent() {
            self.collections.entry(collection).or_default().insert(position, key.clone());
        }
        self.entities.insert(key, StoredEntity { object, etag, position });
    }

    /// Removes an entity, and returns whether there was one.
    pub(crate) fn remove(&mut self, key: &EntityKey) -> bool {
        let Some(removed) = self.entities.remove(key) else { return false };
        if let Some(collection) = key.parent().and_then(|key| self.collections.get_mut(&key)) {
            collection.remove(&removed.position);
        }
        true
    }

    pub(crate) fn get(&self, key: &EntityKey) -> Option<&StoredEntity> {
        self.entities.get(key)
    }

    /// Returns the entities of a collection after a position.
    pub(crate) fn list(&self, collection: &EntityKey, after: u64) -> impl Iterator<Item = &StoredEntity> {
        let keys = self.collections.get(collection).into_iter();
        let keys = keys.flat_map(move |keys| keys.range((Bound::Excluded(after), Bound::Unbounded)));
        keys.filter_map(|(_, key)| self.entities.get(key))
    }

    /// Returns all entities of a version after a position, in the order in which they were added.
    pub(crate) fn all(&self, version: Version, after: u64) -> Vec<&StoredEntity> {
        let entities = self.entities.iter().filter(|(key, entity)| key.version() == version && entity.position > after);
        let mut entities: Vec<_> = entities.map(|(_, entity)| entity).collect();
        entities.sort_by_key(|entity| entity.position);
        entities
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
        author: Author,
        update: TypedObject,
    ) -> Option<Result<StoredEntity, ErrorResponse>> {
        let next = self.next_state();
        let entity = self.entities.get_mut(key)?;
        Some(entity.update(condition, author, update, next))
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
        author: Author,
        update: TypedObject,
        next: EntityTag,
    ) -> Result<Self, ErrorResponse> {
        condition.map_or(Ok(()), |condition| condition.check(self.etag))?;
        let mut errors = ValidationErrors::default();
        let mut object = self.object.clone();
        object.merge(update, author, "", &mut errors);
        object.complete("", &mut errors);
        ErrorResponse::model_validation(errors)?;
        if object.to_json() != self.object.to_json() {
            *self = Self { object, etag: next, position: self.position };
        }
        Ok(self.clone())
    }
}
