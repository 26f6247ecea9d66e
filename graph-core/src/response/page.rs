use std::fmt;
use std::sync::Arc;

use super::entity::Entity;
use super::info::ResponseInfo;

/// The entities in one response of a list.
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    pub(crate) items: Vec<Entity<T>>,
    pub(crate) count: Option<u64>,
    pub(crate) next_link: Option<String>,
    pub(crate) dropped: usize,
    pub(crate) skipped: usize,
    pub(crate) info: Arc<ResponseInfo>,
}

impl<T> Page<T> {
    /// Returns the entities, which may be none although further pages follow.
    pub fn items(&self) -> &[Entity<T>] {
        &self.items
    }

    /// Converts the page to its entities.
    pub fn into_items(self) -> Vec<Entity<T>> {
        self.items
    }

    /// Returns the number of entities in the whole collection that match the query.
    ///
    /// Only the first page has it, after [`with_count`](crate::operation::ListOperation::with_count).
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    /// Returns the URL of the next page, as the service wrote it.
    ///
    /// It is requested byte for byte, except that quotes are percent-encoded, and that the URL parser resolves `..` in the path.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// Returns the number of entities that were dropped because they do not match the filter.
    ///
    /// That happens only with `ConsistencyLevel: eventual`; see [`query`](crate::query).
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Returns the number of items that could not be decoded, and were skipped.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// Returns the metadata of the response.
    pub fn info(&self) -> &ResponseInfo {
        &self.info
    }
}

/// Shows neither the entities nor the link, which contains values of the query.
impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items.len())
            .field("count", &self.count)
            .field("has_next_link", &self.next_link.is_some())
            .field("dropped", &self.dropped)
            .field("skipped", &self.skipped)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}
