//! Reads and writes of links, assignments and media.

use bytes::Bytes;

use super::relations::{Assignment, Media};
use super::{Store, StoredEntity, in_order};
use crate::json::Author;
use crate::protocol::EntityTag;
use crate::routing::EntityKey;

impl Store {
    /// Returns the entities that a navigation property of an entity refers to, in the order of the links.
    pub(crate) fn linked(&self, source: &EntityKey, name: &str) -> &[EntityKey] {
        self.relations.links.get(&(source.clone(), name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Counts a read of links, and returns the visible ones.
    pub(crate) fn read_links(&mut self, source: &EntityKey, name: &str) -> &[EntityKey] {
        let key = (source.clone(), name.to_owned());
        self.relations.lagging_links.observe(|other| *other == key);
        self.visible_links(&key)
    }

    /// Counts a read of the entities that a navigation property of an entity refers to.
    pub(crate) fn read_linked_entities(&mut self, source: &EntityKey, name: &str) {
        let linked = self.read_links(source, name).to_vec();
        self.lagging.observe(|key| linked.contains(key));
    }

    /// Returns the visible entities that a navigation property refers to, after a position and in the order of all lists.
    pub(crate) fn linked_entities(&self, source: &EntityKey, name: &str, after: u64) -> Vec<&StoredEntity> {
        let linked = self.visible_links(&(source.clone(), name.to_owned()));
        in_order(linked.iter().filter_map(|key| self.visible(key)), after)
    }

    /// Sets the entities that a navigation property of an entity refers to.
    pub(crate) fn set_linked(&mut self, source: &EntityKey, name: &str, targets: Vec<EntityKey>) {
        let lag = self.lag(source, Author::Client);
        let key = (source.clone(), name.to_owned());
        let previous = self.relations.links.insert(key.clone(), targets);
        self.relations.lagging_links.record(key, Some(previous.unwrap_or_default()), lag);
    }

    /// Returns the current assignments of an entity.
    pub(crate) fn assignments(&self, entity: &EntityKey) -> &[Assignment] {
        self.relations.assignments.get(entity).map_or(&[], Vec::as_slice)
    }

    /// Counts a read of the assignments of an entity, and returns the visible ones.
    pub(crate) fn read_assignments(&mut self, entity: &EntityKey) -> &[Assignment] {
        self.relations.lagging_assignments.observe(|other| other == entity);
        let current = self.relations.assignments.get(entity);
        let visible = self.relations.lagging_assignments.visible(entity, current);
        visible.map_or(&[], Vec::as_slice)
    }

    /// Replaces the assignments of an entity.
    pub(crate) fn set_assignments(&mut self, entity: &EntityKey, assignments: Vec<Assignment>, author: Author) {
        let lag = self.lag(entity, author);
        let previous = self.relations.assignments.insert(entity.clone(), assignments);
        self.relations.lagging_assignments.record(entity.clone(), Some(previous.unwrap_or_default()), lag);
    }

    /// Returns the media at a path.
    pub(crate) fn media(&self, path: &EntityKey) -> Option<&Media> {
        self.relations.media.get(path)
    }

    /// Stores media at a path.
    pub(crate) fn set_media(&mut self, path: EntityKey, content_type: &str, bytes: Bytes) -> EntityTag {
        let etag = self.next_state();
        self.relations.media.insert(path, Media { content_type: content_type.to_owned(), bytes, etag });
        etag
    }

    /// Removes the media at a path, and returns whether there were some.
    pub(crate) fn remove_media(&mut self, path: &EntityKey) -> bool {
        self.relations.media.remove(path).is_some()
    }

    fn visible_links(&self, key: &(EntityKey, String)) -> &[EntityKey] {
        let current = self.relations.links.get(key);
        self.relations.lagging_links.visible(key, current).map_or(&[], Vec::as_slice)
    }
}
