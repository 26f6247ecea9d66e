//! Links that the body of a write adds: `manager@odata.bind`.

use std::borrow::Cow;

use graph_core::schema::Version;

use super::{GraphService, lock};
use crate::json::{array_elements, object_members, parse_string, write_name};
use crate::protocol::ErrorResponse;
use crate::routing::{DIRECTORY_OBJECT, EntityKey, Link, Target, TargetKind, is_link_target};
use crate::store::Store;
use crate::types::ServedType;

/// The suffix of the members that add links.
const BIND: &str = "@odata.bind";

/// The number of links that one request can add to a navigation property.
///
/// Source: [add members](https://learn.microsoft.com/graph/api/group-post-members#request-body).
const MAX_LINKS: usize = 20;

/// The links that one request adds.
#[derive(Debug, Default)]
pub(super) struct Bindings(Vec<(Link, Vec<EntityKey>)>);

impl Bindings {
    /// Checks that no link exists already.
    ///
    /// # Errors
    /// Returns a response if one exists.
    pub(super) fn check(&self, store: &Store, source: &EntityKey) -> Result<(), ErrorResponse> {
        self.0.iter().try_for_each(|(link, targets)| check_new(store, source, link, targets))
    }

    /// Adds the links.
    pub(super) fn add(self, store: &mut Store, source: &EntityKey) {
        for (link, targets) in self.0 {
            let linked = store.linked(source, &link.name);
            let linked = if link.is_collection { linked.iter().cloned().chain(targets).collect() } else { targets };
            store.set_linked(source, &link.name, linked);
        }
    }
}

/// Checks that none of the links to add exists, and none is named twice.
///
/// # Errors
/// Returns the response of directory objects if one exists.
pub(super) fn check_new(
    store: &Store,
    source: &EntityKey,
    link: &Link,
    targets: &[EntityKey],
) -> Result<(), ErrorResponse> {
    let linked = store.linked(source, &link.name);
    let is_repeated = |(index, target): (usize, &EntityKey)| targets.iter().take(index).any(|other| other == target);
    let exists = targets.iter().any(|target| linked.contains(target)) || targets.iter().enumerate().any(is_repeated);
    if exists && link.is_collection {
        let message = format!(
            "One or more added object references already exist for the following modified properties: '{}'.",
            link.name
        );
        return Err(ErrorResponse::directory(message));
    }
    Ok(())
}

impl GraphService {
    /// Splits a body into the text without bindings, and the entities that those refer to.
    ///
    /// # Errors
    /// Returns a response if a binding is not a URL, there are too many, or one does not lead to an entity.
    pub(super) fn bindings<'b>(
        &self,
        target: &Target<'_>,
        served_type: &ServedType,
        text: &'b str,
    ) -> Result<(Cow<'b, str>, Bindings), ErrorResponse> {
        let mut bindings = Bindings::default();
        let Some(members) = object_members(text) else { return Ok((text.into(), bindings)) };
        let mut rest = String::from("{");
        for (name, value) in members {
            let links = self.routes.links_of(target.route);
            let mut links = links.filter(|link| self.types.is_derived(served_type.name(), link.source));
            let link = name.strip_suffix(BIND).and_then(|name| links.find(|link| link.name == name));
            if let Some(link) = link {
                bindings.0.push((link.clone(), self.bound_entities(target.key.version(), link, value)?));
            } else {
                write_name(&name, &mut rest);
                rest.push_str(value);
            }
        }
        if bindings.0.is_empty() {
            return Ok((text.into(), bindings));
        }
        rest.push('}');
        Ok((rest.into(), bindings))
    }

    fn bound_entities(&self, version: Version, link: &Link, value: &str) -> Result<Vec<EntityKey>, ErrorResponse> {
        let urls: Option<Vec<String>> = if link.is_collection {
            array_elements(value).and_then(|urls| urls.into_iter().map(parse_string).collect())
        } else {
            parse_string(value).map(|url| vec![url])
        };
        let Some(urls) = urls else {
            let expected = if link.is_collection { "an array of URLs" } else { "a URL" };
            let message = format!("The value of '{}{BIND}' is not {expected}.", link.name);
            return Err(ErrorResponse::bad_request(message));
        };
        if urls.len() > MAX_LINKS {
            let message =
                format!("The request adds {} links to '{}'; the maximum is {MAX_LINKS}.", urls.len(), link.name);
            return Err(ErrorResponse::directory(message));
        }
        urls.iter().map(|url| self.linked_entity(version, link, url)).collect()
    }

    /// Returns the entity that the URL of a link leads to: absolute, or relative to the version.
    ///
    /// `/directoryObjects/{id}` leads to the directory object with this id, whatever its type is.
    ///
    /// # Errors
    /// Returns a response if there is no such entity, or the navigation property does not refer to its type.
    pub(super) fn linked_entity(&self, version: Version, link: &Link, url: &str) -> Result<EntityKey, ErrorResponse> {
        let not_found = || {
            let message = format!(
                "Resource '{url}' does not exist or one of its queried reference-property objects are not present."
            );
            ErrorResponse::new(http::StatusCode::BAD_REQUEST, "Request_BadRequest", message)
        };
        let path = match url.strip_prefix(&self.endpoint) {
            Some(path) => path.to_owned(),
            None if url.contains("://") => return Err(not_found()),
            None => format!("/{version}/{}", url.trim_start_matches('/')),
        };
        let store = lock(&self.store);
        let prefix = format!("/{version}/directoryObjects/");
        let key = match self.routes.find(&path, &self.types) {
            Ok(target) if target.kind == TargetKind::Entity && store.get(&target.key).is_some() => Some(target.key),
            _ => path.strip_prefix(&prefix).and_then(|id| {
                let is_directory = |name: &str| is_link_target(&self.types, name, DIRECTORY_OBJECT);
                let mut found = store.with_id(version, id);
                found.find(|(_, entity)| is_directory(entity.object.served_type().name())).map(|(key, _)| key.clone())
            }),
        };
        let key = key.ok_or_else(not_found)?;
        let entity = store.get(&key).ok_or_else(not_found)?;
        let name = entity.object.served_type().name();
        if link.target.is_some_and(|target| !is_link_target(&self.types, name, target)) {
            let message =
                format!("The navigation property '{}' does not refer to entities of the type '{name}'.", link.name);
            return Err(ErrorResponse::directory(message));
        }
        Ok(key)
    }
}
