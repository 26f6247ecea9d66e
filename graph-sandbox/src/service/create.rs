//! Creates an entity in a collection: POST.

use std::sync::Arc;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use time::OffsetDateTime;

use super::{GraphService, lock};
use crate::json::{Author, Creation, TypedObject, object_members, parse_string};
use crate::options::PatchResponse;
use crate::protocol::{ErrorResponse, ReceivedBody};
use crate::routing::{EntityKey, Target};
use crate::store::Store;
use crate::types::{ServedType, qualified_name};

impl GraphService {
    /// Validates an entity, assigns its key, and stores it with the entities and links that it was sent with.
    ///
    /// Source: [OData 4.01, section 11.4.2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_CreateanEntity).
    pub(super) fn create(
        &self,
        collection: &Target<'_>,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let text = self.json_body(headers, body)?;
        let served_type = self.created_type(collection, text)?;
        let (text, bindings) = self.bindings(collection, &served_type, text)?;
        let mut validator = self.validator(collection);
        let object = validator.read(&served_type, &text);
        let accepts_key = self.options.accepts_key(&served_type);
        object.check_creation(accepts_key, "", &mut validator.errors);

        let mut store = lock(&self.store);
        let (key, object) = self.assigned(&mut store, &collection.key, object);
        let object = {
            let mut object = object;
            object.complete("", &mut validator.errors);
            object
        };
        ErrorResponse::model_validation(validator.errors)?;
        if store.get(&key).is_some() {
            return Err(conflict("Another object with the same key already exists."));
        }
        self.check_unique(&store, &collection.key, &object)?;
        bindings.check(&store, &key)?;
        let entity = store.insert(key.clone(), object, Author::Client);
        bindings.add(&mut store, &key);
        drop(store);
        let created = self.routes.target_of(&key).ok_or_else(|| ErrorResponse::method_not_allowed("GET"))?;
        let mut response = self.written(&created, &entity, headers, PatchResponse::Entity);
        let url = HeaderValue::try_from(format!("{}{}", self.endpoint, key.path()));
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::CREATED;
        } else if let Ok(url) = &url {
            // Source: OData 4.01, section 8.3.4
            response.headers_mut().insert(HeaderName::from_static("odata-entityid"), url.clone());
        }
        if let Ok(url) = url {
            response.headers_mut().insert(LOCATION, url);
        }
        Ok(response)
    }

    /// Returns the type of a new entity: the one that `@odata.type` names, or the only one of the collection.
    ///
    /// # Errors
    /// Returns a response if `@odata.type` is missing although there are several types, or names another type.
    fn created_type(&self, collection: &Target<'_>, text: &str) -> Result<Arc<ServedType>, ErrorResponse> {
        let invalid = |message: String| ErrorResponse::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", message);
        let members = object_members(text).unwrap_or_default();
        let tag = members.into_iter().find(|(name, _)| name == "@odata.type").and_then(|(_, text)| parse_string(text));
        let served = collection.route.types();
        let name = match (tag.as_deref().map(qualified_name), served) {
            (Some(tag), _) => served.iter().find(|name| **name == tag).copied().ok_or_else(|| {
                invalid(format!("A type named '{tag}' was given where '{}' was expected.", served.join("' or '")))
            })?,
            (None, [only]) => only,
            (None, _) => {
                let message =
                    format!("The annotation '@odata.type' is missing; the types are '{}'.", served.join("', '"));
                return Err(invalid(message));
            }
        };
        self.types
            .find(collection.key.version(), name)
            .ok_or_else(|| invalid(format!("The type '{name}' is not known.")))
    }

    /// Assigns a key that no entity has, unless the client chose it, and what else the service computes.
    pub(super) fn assigned(
        &self,
        store: &mut Store,
        collection: &EntityKey,
        mut object: TypedObject,
    ) -> (EntityKey, TypedObject) {
        let unassigned = object.clone();
        loop {
            let mut next_id = || store.next_id();
            let now = now();
            let version = collection.version();
            let mut creation = Creation { types: &self.types, version, now, next_id: &mut next_id };
            let id = object.assign(&mut creation);
            let key = collection.child(&id.unwrap_or_else(|| store.next_id().to_string()));
            if store.get(&key).is_none() || unassigned.key_text().is_some() {
                return (key, object);
            }
            object = unassigned.clone();
        }
    }

    /// Checks that no other entity of the collection has the same value of a unique property.
    ///
    /// # Errors
    /// Returns a response that names the property.
    pub(super) fn check_unique(
        &self,
        store: &Store,
        collection: &EntityKey,
        object: &TypedObject,
    ) -> Result<(), ErrorResponse> {
        for name in self.options.unique(object.served_type()) {
            let Some(text) = object.text_of(&name).filter(|text| text != "null") else { continue };
            if store.current(collection).any(|(_, other)| other.object.text_of(&name).as_ref() == Some(&text)) {
                return Err(conflict(&format!(
                    "Another object with the same value for property {name} already exists."
                )));
            }
        }
        Ok(())
    }
}

fn conflict(message: &str) -> ErrorResponse {
    ErrorResponse::new(StatusCode::CONFLICT, "Conflict", message)
}

/// Returns the present as a JSON string, in whole seconds.
pub(super) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    format!(r#""{}T{:02}:{:02}:{:02}Z""#, now.date(), now.hour(), now.minute(), now.second())
}
