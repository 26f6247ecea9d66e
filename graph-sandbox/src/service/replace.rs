//! Replaces an entity: PUT.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use super::{GraphService, lock, not_found};
use crate::json::Author;
use crate::protocol::{ErrorResponse, IfMatch, ReceivedBody};
use crate::routing::Target;

impl GraphService {
    /// Replaces an entity as a whole: properties that the body does not have get their default.
    ///
    /// The key, read-only properties and navigation properties are kept. A PUT to an absent entity creates it if clients choose
    /// the key.
    ///
    /// Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
    pub(super) fn replace(
        &self,
        target: &Target<'_>,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let condition = IfMatch::parse(headers)?;
        let text = self.json_body(headers, body)?;
        let current = lock(&self.store).get(&target.key).map(|entity| entity.object.clone());
        let Some(current) = current else {
            return self.create_at(target, headers, text);
        };
        let (text, bindings) = self.bindings(target, current.served_type(), text)?;
        let mut validator = self.validator(target);
        let sent = validator.read(&current.shared_type(), &text);
        ErrorResponse::model_validation(std::mem::take(&mut validator.errors))?;
        // The same rules as for an update: keys and read-only properties can be sent with their value only.
        current.clone().merge(sent.clone(), Author::Client, "", &mut validator.errors);
        let mut object = sent;
        object.keep_computed(&current);
        object.complete("", &mut validator.errors);
        ErrorResponse::model_validation(validator.errors)?;

        let entity = {
            let mut store = lock(&self.store);
            bindings.check(&store, &target.key)?;
            let entity = store.replace(&target.key, condition.as_ref(), object)?;
            bindings.add(&mut store, &target.key);
            entity
        };
        Ok(self.written(target, &entity, headers, self.options.patch_response))
    }

    /// Creates an entity with the key in its path.
    ///
    /// # Errors
    /// Returns `404` if clients do not choose the key of its type.
    fn create_at(
        &self,
        target: &Target<'_>,
        headers: &HeaderMap,
        text: &str,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let [name] = target.route.types() else { return Err(not_found(target)) };
        let served_type = self.types.find(target.key.version(), name).ok_or_else(|| not_found(target))?;
        let parent =
            target.key.parent().filter(|_| self.options.accepts_key(&served_type) && target.route.contains_entities());
        let parent = parent.ok_or_else(|| not_found(target))?;
        let mut validator = self.validator(target);
        let mut object = validator.read(&served_type, text);
        object.check_creation(true, "", &mut validator.errors);
        object.set_key(target.key.id());
        let mut store = lock(&self.store);
        let (key, mut object) = self.assigned(&mut store, &parent, object);
        object.complete("", &mut validator.errors);
        if key != target.key {
            let message = "The key in the body is not the one in the path.";
            return Err(ErrorResponse::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", message));
        }
        ErrorResponse::model_validation(validator.errors)?;
        let entity = store.insert(key, object, Author::Client);
        drop(store);
        let mut response = self.written(target, &entity, headers, self.options.patch_response);
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::CREATED;
        }
        Ok(response)
    }
}
