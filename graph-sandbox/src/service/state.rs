//! What a test reads and changes without a request.

use bytes::Bytes;
use graph_core::schema::{TypeDescriptor, Version};

use super::assign::assignments;
use super::{GraphService, lock};
use crate::error::SandboxErrorKind;
use crate::json::Author;
use crate::lag::Lag;
use crate::operation::OperationCall;
use crate::protocol::ErrorResponse;
use crate::request_log::RecordedRequest;
use crate::routing::{EntityKey, Routes, TargetKind};
use crate::script::ScriptedResponse;
use crate::seed::{Seed, entity_key, seed_error};

impl GraphService {
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.request_log).requests()
    }

    pub(crate) fn linked(&self, version: Version, path: &str, navigation_property: &str) -> Vec<String> {
        let Some(source) = self.routes.entity_key(version, path, &self.types) else { return Vec::new() };
        let prefix = format!("/{version}");
        let path = |key: &EntityKey| key.path().strip_prefix(&prefix).unwrap_or_default().to_owned();
        lock(&self.store).linked(&source, navigation_property).iter().map(path).collect()
    }

    pub(crate) fn calls(&self, operation: &str) -> Vec<OperationCall> {
        lock(&self.calls).of(operation)
    }

    pub(crate) fn entity_text(&self, version: Version, path: &str) -> Option<String> {
        let key = self.routes.entity_key(version, path, &self.types)?;
        lock(&self.store).get(&key).map(|entity| entity.object.to_json())
    }

    /// Returns the entities of a collection in the order of their creation, as JSON texts.
    pub(crate) fn entity_texts(&self, version: Version, path: &str) -> Vec<String> {
        let target = self.routes.find(&format!("/{version}{path}"), &self.types);
        let Some(target) = target.ok().filter(|target| target.kind == TargetKind::Collection) else {
            return Vec::new();
        };
        let store = lock(&self.store);
        match target.links() {
            Some(links) => {
                let linked = store.linked(&links.source, &links.link.name).iter();
                linked.filter_map(|key| store.get(key)).map(|entity| entity.object.to_json()).collect()
            }
            None => store.current(&target.key).map(|(_, entity)| entity.object.to_json()).collect(),
        }
    }

    /// Returns the assignments of an entity as JSON texts.
    pub(crate) fn assignment_texts(&self, version: Version, path: &str) -> Vec<String> {
        let Some(key) = self.routes.entity_key(version, path, &self.types) else { return Vec::new() };
        lock(&self.store).assignments(&key).iter().map(|assignment| assignment.json.clone()).collect()
    }

    /// Returns the content type and the bytes of media.
    pub(crate) fn media(&self, version: Version, path: &str) -> Option<(String, Bytes)> {
        let key = self.media_key(version, path)?;
        lock(&self.store).media(&key).map(|media| (media.content_type.clone(), media.bytes.clone()))
    }

    /// Stores media, and returns whether the path is one of media.
    pub(crate) fn set_media(&self, version: Version, path: &str, content_type: &str, bytes: Bytes) -> bool {
        let key = self.media_key(version, path);
        key.map(|key| lock(&self.store).set_media(key, content_type, bytes)).is_some()
    }

    pub(crate) fn set_lag(&self, path: &str, lag: Lag) {
        lock(&self.store).lags.set(path, lag);
    }

    /// Adds or replaces an entity.
    ///
    /// # Errors
    /// Returns an error if the entity does not match its type, or its path is not served.
    pub(crate) fn seed(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let (key, object) = seed.entity(&self.routes, &self.types)?;
        lock(&self.store).insert(key, object, Author::Service);
        Ok(())
    }

    /// Changes properties of an entity, including those that clients cannot change.
    ///
    /// # Errors
    /// Returns an error if there is no such entity, or the changes do not match its type.
    pub(crate) fn change(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let (declaration, path) = (seed.declaration, seed.path.clone().unwrap_or_default());
        let error = |message| seed_error(Some(&path), declaration, message);
        let (key, changes) = seed.changes(&self.routes, &self.types)?;
        match lock(&self.store).update(&key, None, Author::Service, changes) {
            Some(Ok(_)) => Ok(()),
            Some(Err(response)) => Err(error(response.message().to_owned())),
            None => Err(error("there is no entity at the path".to_owned())),
        }
    }

    /// Removes an entity.
    ///
    /// # Errors
    /// Returns an error if there is no such entity.
    pub(crate) fn remove(
        &self,
        declaration: &'static TypeDescriptor,
        path: Result<String, String>,
    ) -> Result<(), SandboxErrorKind> {
        let path = path.map_err(|message| seed_error(declaration.paths().first(), declaration, message))?;
        let key = entity_key(&self.routes, &self.types, declaration, &path)?;
        if lock(&self.store).remove(&key, Author::Service) {
            return Ok(());
        }
        Err(seed_error(Some(&path), declaration, "there is no entity at the path".to_owned()))
    }

    /// Queues scripted responses.
    ///
    /// # Errors
    /// Returns the error of the first response that has one.
    pub(crate) fn script(&self, responses: Vec<ScriptedResponse>) -> Result<(), SandboxErrorKind> {
        lock(&self.script).extend(responses)
    }

    pub(crate) fn script_len(&self) -> usize {
        lock(&self.script).len()
    }

    /// Replaces the assignments of an entity.
    ///
    /// # Errors
    /// Returns an error if there is no such entity, or an assignment does not have a target.
    pub(crate) fn assign_from_outside(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let Seed { declaration, path, json } = seed;
        let path = path.map_err(|message| seed_error(declaration.paths().first(), declaration, message))?;
        let error = |message| seed_error(Some(&path), declaration, message);
        let key = entity_key(&self.routes, &self.types, declaration, &path)?;
        if lock(&self.store).get(&key).is_none() {
            return Err(error("there is no entity at the path".to_owned()));
        }
        let entries = serde_json::from_str(&json.map_err(error)?);
        let entries = entries.map_err(|_| error("the assignments are not an array".to_owned()))?;
        let refused = |response: ErrorResponse| error(response.message().to_owned());
        let assignments = assignments(&key, entries).map_err(refused)?;
        self.store_assignments(&key, assignments, Author::Service).map_err(refused)
    }
}
