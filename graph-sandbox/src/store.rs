//! The entities and their states.
//!
//! Writes use the current states. Reads use those that are visible: until the [lag](crate::Lag) of a write is over, the states
//! before it.

mod lagging;
mod related;
mod relations;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;

use graph_core::schema::Version;

use self::lagging::Lagging;
pub(crate) use self::relations::Assignment;
use self::relations::Relations;
use crate::json::{Author, TypedObject, ValidationErrors};
use crate::lag::{Lag, LagRules};
use crate::protocol::{EntityTag, ErrorResponse, IfMatch};
use crate::routing::EntityKey;

/// All entities of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Store {
    entities: HashMap<EntityKey, StoredEntity>,
    /// The entities of each collection by their position.
    collections: HashMap<EntityKey, BTreeMap<u64, EntityKey>>,
    lagging: Lagging<EntityKey, StoredEntity>,
    relations: Relations,
    pub(crate) lags: LagRules,
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
    pub(crate) fn insert(&mut self, key: EntityKey, object: TypedObject, author: Author) -> StoredEntity {
        let etag = self.next_state();
        let previous = self.entities.get(&key).cloned();
        let position = previous.as_ref().map_or(etag.0, |replaced| replaced.position);
        self.lagging.record(key.clone(), previous, self.lag(&key, author));
        if let Some(collection) = key.parent() {
            self.collections.entry(collection).or_default().insert(position, key.clone());
        }
        let entity = StoredEntity { object, etag, position };
        self.entities.insert(key, entity.clone());
        entity
    }

    /// Removes an entity with the entities that it contains and the links to all of them, and returns whether there was one.
    pub(crate) fn remove(&mut self, key: &EntityKey, author: Author) -> bool {
        if !self.entities.contains_key(key) {
            return false;
        }
        let contained = self.entities.keys().filter(|other| other.is_below(key)).cloned();
        let removed: HashSet<EntityKey> = contained.chain([key.clone()]).collect();
        for key in &removed {
            let Some(entity) = self.entities.remove(key) else { continue };
            if let Some(collection) = key.parent().and_then(|parent| self.collections.get_mut(&parent)) {
                collection.remove(&entity.position);
            }
            self.lagging.record(key.clone(), Some(entity), self.lag(key, author));
        }
        self.relations.remove_entities(&removed);
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
        Ok(self.insert(key.clone(), object, Author::Client))
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
        let current = self.entities.get(key)?;
        Some(match current.updated(condition, author, update) {
            Ok(Some(object)) => Ok(self.insert(key.clone(), object, author)),
            Ok(None) => Ok(current.clone()),
            Err(response) => Err(response),
        })
    }

    /// Returns the current state of an entity.
    pub(crate) fn get(&self, key: &EntityKey) -> Option<&StoredEntity> {
        self.entities.get(key)
    }

    /// Returns the current states of the entities of a collection.
    pub(crate) fn current(&self, collection: &EntityKey) -> impl Iterator<Item = (&EntityKey, &StoredEntity)> {
        let keys = self.collections.get(collection).into_iter().flat_map(BTreeMap::values);
        keys.filter_map(|key| self.entities.get(key).map(|entity| (key, entity)))
    }

    /// Counts a read of an entity, and returns its visible state.
    pub(crate) fn read(&mut self, key: &EntityKey) -> Option<&StoredEntity> {
        self.lagging.observe(|other| other == key);
        self.visible(key)
    }

    /// Counts a read of a collection, for each entity that was written in it.
    pub(crate) fn read_collection(&mut self, collection: &EntityKey) {
        self.lagging.observe(|key| key.parent().as_ref() == Some(collection));
    }

    /// Counts a read of all entities of a version.
    pub(crate) fn read_all(&mut self, version: Version) {
        self.lagging.observe(|key| key.version() == version);
    }

    /// Returns the visible entities of a collection after a position.
    pub(crate) fn list<'s>(
        &'s self,
        collection: &EntityKey,
        after: u64,
    ) -> Box<dyn Iterator<Item = &'s StoredEntity> + 's> {
        let keys = self.collections.get(collection).into_iter();
        let keys = keys.flat_map(move |keys| keys.range((Bound::Excluded(after), Bound::Unbounded)));
        if self.lagging.is_empty() {
            return Box::new(keys.filter_map(|(_, key)| self.entities.get(key)));
        }
        let visible = keys.filter_map(|(_, key)| self.visible(key));
        let is_removed =
            |key: &EntityKey| key.parent().as_ref() == Some(collection) && !self.entities.contains_key(key);
        Box::new(in_order(visible.chain(self.removed(is_removed)), after).into_iter())
    }

    /// Returns all visible entities of a version after a position, in the order in which they were added.
    pub(crate) fn all(&self, version: Version, after: u64) -> Vec<&StoredEntity> {
        let keys = self.entities.keys().filter(|key| key.version() == version);
        let visible = keys.filter_map(|key| self.visible(key));
        let is_removed = |key: &EntityKey| key.version() == version && !self.entities.contains_key(key);
        in_order(visible.chain(self.removed(is_removed)), after)
    }

    /// Returns the keys and current states of all entities of a version whose path ends with this segment.
    pub(crate) fn with_id(&self, version: Version, id: &str) -> impl Iterator<Item = (&EntityKey, &StoredEntity)> {
        self.entities.iter().filter(move |(key, _)| key.version() == version && key.id() == id)
    }

    /// Returns a number that was not given out before. The numbers of a sandbox are the same in each run.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    fn visible(&self, key: &EntityKey) -> Option<&StoredEntity> {
        self.lagging.visible(key, self.entities.get(key))
    }

    /// Returns the entities that were removed, but are still visible.
    fn removed(&self, is_removed: impl Fn(&EntityKey) -> bool) -> impl Iterator<Item = &StoredEntity> {
        self.lagging.seen().filter(move |(key, _)| is_removed(key)).filter_map(|(_, entity)| entity)
    }

    fn lag(&self, key: &EntityKey, author: Author) -> Lag {
        match author {
            Author::Client => self.lags.at(&key.path_in_version()),
            Author::Service => Lag::none(),
        }
    }

    pub(crate) fn next_state(&mut self) -> EntityTag {
        self.states += 1;
        EntityTag(self.states)
    }
}

fn in_order<'s>(entities: impl Iterator<Item = &'s StoredEntity>, after: u64) -> Vec<&'s StoredEntity> {
    let mut entities: Vec<_> = entities.filter(|entity| entity.position > after).collect();
    entities.sort_by_key(|entity| entity.position);
    entities
}

impl StoredEntity {
    /// Returns the object after an update, or `None` if the update changes nothing.
    fn updated(
        &self,
        condition: Option<&IfMatch>,
        author: Author,
        update: TypedObject,
    ) -> Result<Option<TypedObject>, ErrorResponse> {
        condition.map_or(Ok(()), |condition| condition.check(self.etag))?;
        let mut errors = ValidationErrors::default();
        let mut object = self.object.clone();
        object.merge(update, author, "", &mut errors);
        object.complete("", &mut errors);
        ErrorResponse::model_validation(errors)?;
        Ok((object.to_json() != self.object.to_json()).then_some(object))
    }
}
