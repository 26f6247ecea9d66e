//! Assignments of Intune: the action `assign`, and the list that it replaces.
//!
//! Source: [deviceConfiguration: assign](https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfiguration-assign), and
//! the actions with this name in `$metadata` for the parameters and results of the other types.

use std::fmt::Write as _;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response, StatusCode};
use serde_json::{Map, Value, json};

use super::{GraphService, lock, not_found};
use crate::json::{Author, Validator};
use crate::page_token::PageToken;
use crate::protocol::{ErrorResponse, ReceivedBody, max_page_size, response};
use crate::routing::{EntityKey, Target, TargetKind};
use crate::store::{Assignment, Store, StoredEntity};

/// The collections whose action `assign` has a parameter with another name than `assignments`.
const PARAMETERS: [(&str, &str); 11] = [
    ("clientConfigurations", "officeConfigurationAssignments"),
    ("deviceComplianceScripts", "deviceHealthScriptAssignments"),
    ("deviceCustomAttributeShellScripts", "deviceManagementScriptAssignments"),
    ("deviceEnrollmentConfigurations", "enrollmentConfigurationAssignments"),
    ("deviceHealthScripts", "deviceHealthScriptAssignments"),
    ("deviceManagementScripts", "deviceManagementScriptAssignments"),
    ("deviceShellScripts", "deviceManagementScriptAssignments"),
    ("iosLobAppProvisioningConfigurations", "iOSLobAppProvisioningConfigAssignments"),
    ("managedEBooks", "managedEBookAssignments"),
    ("mobileApps", "mobileAppAssignments"),
    ("wdacSupplementalPolicies", "wdacPolicyAssignments"),
];

/// The collections whose action `assign` returns the list.
const RETURNING: [&str; 8] = [
    "clientConfigurations",
    "configurationPolicies",
    "deviceCompliancePolicies",
    "deviceConfigurations",
    "embeddedSIMActivationCodePools",
    "groupPolicyConfigurations",
    "resourceAccessProfiles",
    "roleScopeTags",
];

/// The first segments of the paths of entities that have assignments.
const ROOTS: [&str; 4] = ["deviceAppManagement", "deviceManagement", "officeConfiguration", "virtualEndpoint"];

impl GraphService {
    /// Serves `/assign` and `/assignments` of an entity, unless an operation or a resource with this path is declared.
    pub(super) fn assignments(
        &self,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Option<Result<Response<Bytes>, ErrorResponse>> {
        let path = request.uri.path();
        let (entity, last) = path.rsplit_once('/')?;
        let (_, segments) = entity.strip_prefix('/')?.split_once('/')?;
        let mut segments = segments.split('/');
        if !segments.next().is_some_and(|root| ROOTS.contains(&root)) {
            return None;
        }
        let collection = segments.rev().nth(1)?;
        match (last.rsplit('.').next(), &request.method) {
            (Some("assign"), &Method::POST) => Some(self.assign(entity, collection, request, body)),
            (Some("assign"), _) => Some(Err(ErrorResponse::method_not_allowed("POST"))),
            (Some("assignments"), &Method::GET) if self.routes.find(path, &self.types).is_err() => {
                Some(self.list_assignments(entity, request))
            }
            _ => None,
        }
    }

    /// Replaces the assignments of an entity as a whole. A second entry with the same target is ignored.
    fn assign(
        &self,
        path: &str,
        collection: &str,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let target = self.assigned_entity(path)?;
        let text = self.json_body(&request.headers, body)?;
        let known = PARAMETERS.iter().find(|(name, _)| *name == collection);
        let parameter = known.map_or("assignments", |(_, parameter)| parameter);
        let mut members: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let Some((Value::Array(entries), 1)) = members.remove(parameter).map(|entries| (entries, members.len() + 1))
        else {
            let message = format!("The body of the action must have one member: '{parameter}' with an array.");
            return Err(ErrorResponse::bad_request(message));
        };
        let assignments = assignments(&target.key, entries)?;
        self.store_assignments(&target.key, assignments.clone(), Author::Client)?;
        if !RETURNING.contains(&collection) {
            return Ok(response::no_content());
        }
        let items: Vec<_> = assignments.into_iter().map(|assignment| assignment.json).collect();
        let context =
            format!("{}/{}/$metadata#Collection({collection}/assignments)", self.endpoint, target.key.version());
        let json = format!(r#"{{"@odata.context":{},"value":[{}]}}"#, json!(context), items.join(","));
        Ok(response::json(StatusCode::OK, json))
    }

    fn list_assignments(&self, path: &str, request: &Parts) -> Result<Response<Bytes>, ErrorResponse> {
        let target = self.assigned_entity(path)?;
        let (path, query) = (request.uri.path(), request.uri.query().unwrap_or(""));
        let token = PageToken::parse(path, query).unwrap_or(Ok(PageToken::FIRST));
        let token = token.map_err(|error| ErrorResponse::bad_request(error.to_string()))?;
        let options = query.split('&').filter(|option| !option.is_empty() && !option.starts_with("$skiptoken="));
        if let Some(option) = options.into_iter().find(|option| !option.starts_with("$top=")) {
            let message =
                format!("The sandbox does not support '{option}' for assignments whose type is not declared.");
            return Err(ErrorResponse::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message));
        }
        let top = query.split('&').find_map(|option| option.strip_prefix("$top=")?.parse().ok());
        let size = top.or(max_page_size(&request.headers)).unwrap_or(self.options.page_size).max(1);
        let start = usize::try_from(token.position).unwrap_or(usize::MAX);

        let mut store = lock(&self.store);
        let all = store.read_assignments(&target.key);
        let page: Vec<_> = all.iter().skip(start).take(size).map(|assignment| assignment.json.as_str()).collect();
        let id = json!(format!("{}{path}", self.endpoint));
        let mut json = format!(r#"{{"@odata.context":{id}"#);
        if start.saturating_add(size) < all.len() {
            let next = PageToken { position: token.position + size as u64, page: token.page + 1, ..token };
            let link = format!("{}{}", self.endpoint, next.link(path, query));
            _ = write!(json, r#","@odata.nextLink":{}"#, json!(link));
        }
        _ = write!(json, r#","value":[{}]}}"#, page.join(","));
        Ok(response::json(StatusCode::OK, json))
    }

    /// Stores assignments, and sets the navigation property of the entity if it is declared.
    ///
    /// # Errors
    /// Returns a response if they do not match the declaration.
    pub(super) fn store_assignments(
        &self,
        key: &EntityKey,
        assignments: Vec<Assignment>,
        author: Author,
    ) -> Result<(), ErrorResponse> {
        let mut store = lock(&self.store);
        let Some(served_type) = store.get(key).map(|entity| entity.object.shared_type()) else { return Ok(()) };
        if served_type.property("assignments").is_some() {
            let items: Vec<_> = assignments.iter().map(|assignment| assignment.json.as_str()).collect();
            let mut validator = Validator::new(&self.types, key.version());
            let update = validator.read(&served_type, &format!(r#"{{"assignments":[{}]}}"#, items.join(",")));
            ErrorResponse::model_validation(validator.errors)?;
            store.update(key, None, Author::Service, update).transpose()?;
        }
        self.store_as_entities(&mut store, key, &assignments, author)?;
        store.set_assignments(key, assignments, author);
        Ok(())
    }

    /// Replaces the entities in the collection of assignments, if a resource declares it.
    fn store_as_entities(
        &self,
        store: &mut Store,
        key: &EntityKey,
        assignments: &[Assignment],
        author: Author,
    ) -> Result<(), ErrorResponse> {
        let collection = key.child("assignments");
        let target = self.routes.find(&collection.path(), &self.types).ok();
        let Some(target) = target.filter(|target| target.route.contains_entities()) else { return Ok(()) };
        let [name] = target.route.types() else { return Ok(()) };
        let Some(served_type) = self.types.find(key.version(), name) else { return Ok(()) };
        let mut validator = Validator::new(&self.types, key.version());
        let mut objects = Vec::new();
        for assignment in assignments {
            let mut object = validator.read(&served_type, &assignment.json);
            object.complete("", &mut validator.errors);
            objects.push((collection.child(&assignment.id), object));
        }
        ErrorResponse::model_validation(validator.errors)?;
        let is_kept = |key: &EntityKey| objects.iter().any(|(kept, _)| kept == key);
        let removed: Vec<_> =
            store.current(&collection).map(|(key, _)| key).filter(|key| !is_kept(key)).cloned().collect();
        for key in removed {
            store.remove(&key, author);
        }
        for (key, object) in objects {
            let is_same = |entity: &StoredEntity| entity.object.to_json() == object.to_json();
            if !store.get(&key).is_some_and(is_same) {
                store.insert(key, object, author);
            }
        }
        Ok(())
    }

    fn assigned_entity(&self, path: &str) -> Result<Target<'_>, ErrorResponse> {
        let target = self.routes.find(path, &self.types)?;
        if target.kind != TargetKind::Entity || target.links().is_some() {
            return Err(ErrorResponse::bad_request("Resource not found for the segment 'assign'."));
        }
        if lock(&self.store).get(&target.key).is_none() {
            return Err(not_found(&target));
        }
        Ok(target)
    }
}

/// Reads entries, each once per target.
///
/// # Errors
/// Returns a response if an entry does not have a target with a type.
pub(super) fn assignments(entity: &EntityKey, entries: Vec<Value>) -> Result<Vec<Assignment>, ErrorResponse> {
    let mut assignments: Vec<Assignment> = Vec::new();
    for entry in entries {
        let Value::Object(mut entry) = entry else {
            return Err(ErrorResponse::bad_request("An assignment must be a JSON object."));
        };
        let Some(target) = entry.get("target").and_then(target_name) else {
            let message = "The 'target' of an assignment must be an object with an '@odata.type'.";
            return Err(ErrorResponse::new(StatusCode::BAD_REQUEST, "ModelValidationFailure", message));
        };
        if assignments.iter().any(|known| known.target == target) {
            continue;
        }
        let id = format!("{}_{target}", entity.id());
        entry.insert("id".to_owned(), id.as_str().into());
        assignments.push(Assignment { id, target, json: Value::Object(entry).to_string() });
    }
    Ok(assignments)
}

/// Returns the type of a target with its group, for example `groupAssignmentTarget_7f3a`.
fn target_name(target: &Value) -> Option<String> {
    let name = target.get("@odata.type")?.as_str()?.rsplit('.').next()?;
    let group = target.get("groupId").or_else(|| target.get("collectionId")).and_then(Value::as_str);
    Some(group.map_or_else(|| name.to_owned(), |group| format!("{name}_{group}")))
}
