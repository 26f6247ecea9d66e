//! Links between entities: navigation properties and `$ref`.
//!
//! Source: [OData 4.01, section 11.4.6](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ModifyingRelationshipsbetweenEntitie).

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};
use serde_json::{Value, json};

use super::bindings::check_new;
use super::body::check_write_query;
use super::{GraphService, lock, not_found};
use crate::json::{object_members, parse_string};
use crate::protocol::{ErrorResponse, ReceivedBody, response};
use crate::routing::{EntityKey, LinkTarget, Target, TargetKind};
use crate::store::Store;

impl GraphService {
    /// Serves a path that ends with `$ref`.
    pub(super) fn references(
        &self,
        method: &Method,
        target: &Target<'_>,
        query: &str,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let Some(links) = target.links() else { return Err(not_found(target)) };
        check_write_query(query)?;
        self.check_source(target, &links)?;
        match (method, links.link.is_collection, links.id) {
            (&Method::GET, _, None) => Ok(self.list_references(target, &links)),
            (&Method::POST, true, None) => self.add_reference(&links, headers, body),
            (&Method::DELETE, true, Some(id)) => {
                let mut store = lock(&self.store);
                let removed = linked_key(&store, &links, id).ok_or_else(|| not_found(target))?;
                let linked = store.linked(&links.source, &links.link.name).iter();
                let linked = linked.filter(|key| **key != removed).cloned().collect();
                store.set_linked(&links.source, &links.link.name, linked);
                Ok(response::no_content())
            }
            (&Method::PUT, false, None) => {
                let linked = self.sent_entity(&links, headers, body)?;
                lock(&self.store).set_linked(&links.source, &links.link.name, vec![linked]);
                Ok(response::no_content())
            }
            (&Method::DELETE, false, None) => {
                let mut store = lock(&self.store);
                if store.linked(&links.source, &links.link.name).is_empty() {
                    return Err(not_found(target));
                }
                store.set_linked(&links.source, &links.link.name, Vec::new());
                Ok(response::no_content())
            }
            (_, true, Some(_)) => Err(ErrorResponse::method_not_allowed("DELETE")),
            (_, true, None) => Err(ErrorResponse::method_not_allowed("GET, POST")),
            (_, false, _) => Err(ErrorResponse::method_not_allowed("GET, PUT, DELETE")),
        }
    }

    /// Returns the target of the entity that a path through a navigation property leads to.
    ///
    /// # Errors
    /// Returns a response if there is no such link.
    pub(super) fn linked_target(
        &self,
        target: &Target<'_>,
        links: &LinkTarget<'_>,
    ) -> Result<Target<'_>, ErrorResponse> {
        self.check_source(target, links)?;
        let store = lock(&self.store);
        let key = match links.id {
            Some(id) => linked_key(&store, links, id),
            None => store.linked(&links.source, &links.link.name).first().cloned(),
        };
        let found = key.and_then(|key| self.routes.target_of(&key)).ok_or_else(|| not_found(target))?;
        Ok(Target { cast: target.cast.clone(), ..found })
    }

    /// Checks that the entity with the navigation property exists.
    pub(super) fn check_source(&self, target: &Target<'_>, links: &LinkTarget<'_>) -> Result<(), ErrorResponse> {
        let exists = lock(&self.store).get(&links.source).is_some();
        let source = || self.routes.target_of(&links.source);
        if exists { Ok(()) } else { Err(source().as_ref().map_or_else(|| not_found(target), not_found)) }
    }

    fn add_reference(
        &self,
        links: &LinkTarget<'_>,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let added = [self.sent_entity(links, headers, body)?];
        let mut store = lock(&self.store);
        check_new(&store, &links.source, links.link, &added)?;
        let linked = store.linked(&links.source, &links.link.name).iter().cloned().chain(added).collect();
        store.set_linked(&links.source, &links.link.name, linked);
        Ok(response::no_content())
    }

    /// Returns the entity that the body `{"@odata.id": ".."}` names.
    fn sent_entity(
        &self,
        links: &LinkTarget<'_>,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<EntityKey, ErrorResponse> {
        let text = self.json_body(headers, body)?;
        let members = object_members(text).unwrap_or_default();
        let id = members.iter().find(|(name, _)| name == "@odata.id").and_then(|(_, url)| parse_string(url));
        let (Some(url), 1) = (id, members.len()) else {
            return Err(ErrorResponse::bad_request(
                "The body of a request for $ref must be one '@odata.id' with a URL.",
            ));
        };
        self.linked_entity(links.source.version(), links.link, &url)
    }

    fn list_references(&self, target: &Target<'_>, links: &LinkTarget<'_>) -> Response<Bytes> {
        let url = |key: &EntityKey| json!({ "@odata.id": format!("{}{}", self.endpoint, key.path()) });
        let linked: Vec<Value> =
            lock(&self.store).read_links(&links.source, &links.link.name).iter().map(url).collect();
        let kind = if target.kind == TargetKind::Collection { "Collection($ref)" } else { "$ref" };
        let context = format!("{}/{}/$metadata#{kind}", self.endpoint, links.source.version());
        let body = if links.link.is_collection {
            json!({ "@odata.context": context, "value": linked })
        } else {
            let Some(Value::Object(mut one)) = linked.into_iter().next() else { return response::no_content() };
            one.insert("@odata.context".to_owned(), context.into());
            Value::Object(one)
        };
        response::json(StatusCode::OK, body.to_string())
    }
}

/// Returns the key of the linked entity with this id.
fn linked_key(store: &Store, links: &LinkTarget<'_>, id: &str) -> Option<EntityKey> {
    store.linked(&links.source, &links.link.name).iter().find(|key| key.id() == id).cloned()
}
