//! The entities and their states.

use std::collections::{BTreeMap, HashMap, HashSet};
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
    /// The entities that the navigation properties of each entity refer to.
    links: HashMap<EntityKey, BTreeMap<String, Vec<EntityKey>>>,
    /// The number of tags that were given out.
    states: u64,
    /// The number of ids that were given out.
    ids: u64,
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
    pub(crate) fn insert(&mut self, key: EntityKey, object: TypedObject) -> StoredEntity {
        let etag = self.next_state();
        let position = self.entities.get(&key).map_or(etag.0, |replaced| replaced.position);
        if let Some(collection) = key.parent() {
            self.collections.entry(collection).or_default().insert(position, key.clone());
        }
        let entity = StoredEntity { object, etag, position };
        self.entities.insert(key, entity.clone());
        entity
    }

    /// Removes an entity with the entities that it contains and the links to all of them, and returns whether there was one.
    pub(crate) fn remove(&mut self, key: &EntityKey) -> bool {
        if !self.entities.contains_key(key) {
            return false;
        }
        let contained = self.entities.keys().filter(|other| other.is_below(key)).cloned();
        let removed: HashSet<EntityKey> = contained.chain([key.clone()]).collect();
        for key in &removed {
            let entity = self.entities.remove(key);
            let collection = key.parent().and_then(|parent| self.collections.get_mut(&parent));
            if let (Some(entity), Some(collection)) = (entity, collection) {
                collection.remove(&entity.position);
            }
            self.links.remove(key);
        }
        for targets in self.links.values_mut().flat_map(BTreeMap::values_mut) {
            targets.retain(|target| !removed.contains(target));
        }
        true
    }

    /// Replaces an entity if a condition matches its state.
    ///
    /// # Errors
    /// Returns a response if the condition does not match.
    pub(crate) fn replace(
        &mut self,
        key: &EntityKey,
        condition: Option<&IfMatch>,
        object: TypedObject,
    ) -> Result<StoredEntity, ErrorResponse> {
        if let Some(current) = self.entities.get(key) {
            condition.map_or(Ok(()), |condition| condition.check(current.etag))?;
            if current.object.to_json() == object.to_json() {
                return Ok(current.clone());
            }
        }
        Ok(self.insert(key.clone(), object))
    }

    /// Returns the entities that a navigation property of an entity refers to, in the order of the links.
    pub(crate) fn linked(&self, source: &EntityKey, name: &str) -> &[EntityKey] {
        self.links.get(source).and_then(|links| links.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Returns the entities that a navigation property of an entity refers to, after a position and in the order of all lists.
    pub(crate) fn linked_entities(&self, source: &EntityKey, name: &str, after: u64) -> Vec<&StoredEntity> {
        let entities = self.linked(source, name).iter().filter_map(|key| self.entities.get(key));
        let mut entities: Vec<_> = entities.filter(|entity| entity.position > after).collect();
        entities.sort_by_key(|entity| entity.position);
        entities
    }

    /// Sets the entities that a navigation property of an entity refers to.
    pub(crate) fn set_linked(&mut self, source: &EntityKey, name: &str, targets: Vec<EntityKey>) {
        self.links.entry(source.clone()).or_default().insert(name.to_owned(), targets);
    }

    /// Returns the keys of all entities of a version whose path ends with this segment.
    pub(crate) fn with_id(&self, version: Version, id: &str) -> impl Iterator<Item = (&EntityKey, &StoredEntity)> {
        self.entities.iter().filter(move |(key, _)| key.version() == version && key.id() == id)
    }

    /// Returns an id that no entity was given before. The ids of a sandbox are the same in each run.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
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
