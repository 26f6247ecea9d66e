//! The texts of headers, within limits.

use http::{HeaderMap, HeaderName};

use crate::redact::excerpt;

/// Ids are GUIDs, and dates have 29 characters.
pub(crate) const MAX_ID: usize = 128;
pub(crate) const MAX_DATE: usize = 64;

/// Returns the text of a header, [escaped and bounded](excerpt).
pub(crate) fn header_text(headers: &HeaderMap, name: &HeaderName, limit: usize) -> Option<Box<str>> {
    Some(Box::from(excerpt(headers.get(name)?.to_str().ok()?, limit)))
}
