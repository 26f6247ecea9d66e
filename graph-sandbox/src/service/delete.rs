//! Deletes an entity.

use bytes::Bytes;
use http::{HeaderMap, Response};

use super::{GraphService, lock, not_found};
use crate::json::Author;
use crate::protocol::{ErrorResponse, IfMatch, response};
use crate::routing::Target;

impl GraphService {
    /// Removes an entity with the entities that it contains and the links to it.
    ///
    /// A path through a navigation property without `$ref` at its end addresses the entity that it refers to, as in Microsoft
    /// Graph: `DELETE /groups/{id}/members/{id}` deletes the user.
    ///
    /// Source: [remove a member](https://learn.microsoft.com/graph/api/group-delete-members).
    pub(super) fn delete(&self, target: &Target<'_>, headers: &HeaderMap) -> Result<Response<Bytes>, ErrorResponse> {
        let condition = IfMatch::parse(headers)?;
        let mut store = lock(&self.store);
        let entity = store.get(&target.key).ok_or_else(|| not_found(target))?;
        condition.map_or(Ok(()), |condition| condition.check(entity.etag))?;
        store.remove(&target.key, Author::Client);
        Ok(response::no_content())
    }
}
