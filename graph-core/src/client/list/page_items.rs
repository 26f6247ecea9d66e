//! Receives the items of a page, and checks them against the filter.

use std::sync::Arc;

use crate::client::decode::record_collections_at_limit;
use crate::client::row::PageItem;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::json::{EntityAnnotations, PageItems};
use crate::json_text::{MemberName, ReadError, Reader};
use crate::query::RowCheck;
use crate::redact::excerpt;
use crate::response::{Entity, ResponseInfo};

/// What happens when an item of a list cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum InvalidItems {
    /// The list ends with an error that names the item, the default.
    #[default]
    Fail,
    /// The item is skipped, and [`Page::skipped`](crate::response::Page::skipped) counts it.
    Skip,
}

/// How many rows of a list were read, and how many of them were dropped.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RowCounts {
    pub(super) read: usize,
    pub(super) dropped: usize,
}

/// The items of one page.
pub(super) struct Items<'a, R> {
    rows: Vec<(R, EntityAnnotations)>,
    /// The row that was read last.
    last: Option<R>,
    check: Option<&'a mut RowCheck>,
    policy: InvalidItems,
    /// The most entities that the service expands per collection.
    expansion_limit: Option<usize>,
    /// The index and the property of the first row that differs from the filter.
    differs: Option<(usize, Option<String>)>,
    pub(super) dropped: usize,
    pub(super) skipped: usize,
    /// The index and the id of the item that could not be read.
    rejected: Option<(usize, Option<String>)>,
}

impl<'a, R: PageItem> Items<'a, R> {
    pub(super) fn new(check: Option<&'a mut RowCheck>, policy: InvalidItems, expansion_limit: Option<usize>) -> Self {
        Self {
            rows: Vec::new(),
            last: None,
            check,
            policy,
            expansion_limit,
            differs: None,
            dropped: 0,
            skipped: 0,
            rejected: None,
        }
    }

    /// Returns how many items the page had.
    pub(super) fn count(&self) -> usize {
        self.rows.len() + self.dropped + self.skipped
    }

    /// Returns the error of a page whose rows do not match the filter.
    ///
    /// With eventual consistency, the index that the service filtered by may be older than single rows.
    /// So single rows are dropped, and it is an error if most rows of the list so far differ; `before` are the rows of earlier pages.
    pub(super) fn filter_error(&self, is_eventual: bool, before: RowCounts) -> Option<Error> {
        let (index, property) = self.differs.as_ref()?;
        let (dropped, read) = (before.dropped + self.dropped, before.read + self.count());
        if is_eventual && (dropped == 1 || dropped * 2 <= read) {
            return None;
        }
        let property = property.as_ref().map_or_else(String::new, |property| format!(" on `{property}`"));
        let message = format!(
            "{} of {} entities of the page do not match the filter{property}, the first at index {index}, so none of them is \
             returned; the service ignores this filter or evaluates another one: filter on another property, or compare in \
             the program",
            self.dropped,
            self.count()
        );
        Some(Error::new(ErrorKind::FilterIgnored, message))
    }

    pub(super) fn into_entities(self, info: &Arc<ResponseInfo>) -> Vec<Entity<R>> {
        self.rows
            .into_iter()
            .map(|(row, EntityAnnotations { etag, truncated })| {
                Entity::of_page(row, etag, Arc::clone(info)).with_truncated(truncated)
            })
            .collect()
    }
}

impl<R: PageItem> PageItems for Items<'_, R> {
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.last = Some(R::read(json)?);
        Ok(())
    }

    fn add(&mut self, mut annotations: EntityAnnotations) {
        let Some(row) = self.last.take() else { return };
        if let Some(check) = &mut self.check
            && check.differs(row.value(), &|index| row.knows(index))
        {
            if self.differs.is_none() {
                let property = check.differing_property(row.value(), &|index| row.knows(index));
                self.differs = Some((self.rows.len() + self.dropped + self.skipped, property));
            }
            self.dropped += 1;
            return;
        }
        if let Some(limit) = self.expansion_limit {
            record_collections_at_limit(row.value(), limit, &mut annotations.truncated);
        }
        self.rows.push((row, annotations));
    }

    fn reject(&mut self, index: usize, error: ReadError, json: &str) -> Result<(), ReadError> {
        if self.policy == InvalidItems::Skip {
            self.skipped += 1;
            return Ok(());
        }
        self.rejected = Some((index, id_of(json)));
        Err(error)
    }

    fn rejected(&mut self) -> Option<(usize, Option<String>)> {
        self.rejected.take()
    }
}

/// Returns the `id` of an entity.
fn id_of(json: &str) -> Option<String> {
    let mut json = Reader::new(json);
    let mut first = true;
    json.open(b'{', "an entity").ok()?;
    loop {
        match json.name(&mut first, "").ok()? {
            MemberName::Other(name) if name == "id" => {
                return json.string("an id").ok().map(|id| excerpt(&id, MAX_ID).into_owned());
            }
            MemberName::Other(_) | MemberName::Expected => json.skip().ok()?,
            MemberName::End => return None,
        }
    }
}

const MAX_ID: usize = 200;
