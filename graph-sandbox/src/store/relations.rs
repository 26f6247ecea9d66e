//! What belongs to entities and is not a property: links, assignments and media.

use std::collections::{HashMap, HashSet};

use bytes::Bytes;

use super::lagging::Lagging;
use crate::protocol::EntityTag;
use crate::routing::EntityKey;

/// The relations of all entities.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The entities that the navigation properties of each entity refer to.
    pub(super) links: HashMap<(EntityKey, String), Vec<EntityKey>>,
    pub(super) lagging_links: Lagging<(EntityKey, String), Vec<EntityKey>>,
    pub(super) assignments: HashMap<EntityKey, Vec<Assignment>>,
    pub(super) lagging_assignments: Lagging<EntityKey, Vec<Assignment>>,
    /// By the path of the media, which is below that of the entity.
    pub(super) media: HashMap<EntityKey, Media>,
}

/// One entry in the list of assignments of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) id: String,
    /// The type of the target and its group: two entries with the same target are one.
    pub(crate) target: String,
    /// The JSON object with the id.
    pub(crate) json: String,
}

/// The media of an entity, or of one of its properties.
#[derive(Debug, Clone)]
pub(crate) struct Media {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
    pub(crate) etag: EntityTag,
}

impl Relations {
    /// Removes what belongs to removed entities.
    pub(super) fn remove_entities(&mut self, removed: &HashSet<EntityKey>) {
        self.links.retain(|(source, _), _| !removed.contains(source));
        for targets in self.links.values_mut() {
            targets.retain(|target| !removed.contains(target));
        }
        self.assignments.retain(|key, _| !removed.contains(key));
        self.media.retain(|key, _| !removed.iter().any(|entity| key.is_below(entity)));
    }
}
