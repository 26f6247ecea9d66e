//! Updates an entity: PATCH.

use bytes::Bytes;
use http::{HeaderMap, Response};

use super::{GraphService, lock, not_found};
use crate::json::Author;
use crate::protocol::{ErrorResponse, IfMatch, ReceivedBody};
use crate::routing::Target;

impl GraphService {
    pub(super) fn patch(
        &self,
        target: &Target<'_>,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let condition = IfMatch::parse(headers)?;
        let text = self.json_body(headers, body)?;
        let Some(served_type) = lock(&self.store).get(&target.key).map(|entity| entity.object.shared_type()) else {
            return Err(not_found(target));
        };
        let (text, bindings) = self.bindings(target, &served_type, text)?;
        let mut validator = self.validator(target);
        let update = validator.read(&served_type, &text);
        ErrorResponse::model_validation(validator.errors)?;

        let entity = {
            let mut store = lock(&self.store);
            bindings.check(&store, &target.key)?;
            let updated = store.update(&target.key, condition.as_ref(), Author::Client, update);
            let entity = updated.unwrap_or_else(|| Err(not_found(target)))?;
            bindings.add(&mut store, &target.key);
            entity
        };
        Ok(self.written(target, &entity, headers, self.options.patch_response))
    }
}
