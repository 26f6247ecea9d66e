//! Serves one request, from its arrival to its response. One file per method or capability.

mod bindings;
mod body;
mod call;
mod create;
mod delete;
mod dispatch;
mod links;
mod read;
mod replace;
mod token;
mod update;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use graph_core::schema::{TypeDescriptor, Version};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::error::SandboxErrorKind;
use crate::json::Author;
use crate::operation::{CallLog, OperationCall, Operations};
use crate::options::ServiceOptions;
use crate::protocol::{ConnectionClosed, ErrorResponse, OutgoingBody, ReceivedBody, RequestIds, receive, response};
use crate::request_log::{RecordedRequest, RequestLog};
use crate::routing::{EntityKey, Routes, Target};
use crate::script::{Action, Interruption, Script, ScriptedResponse};
use crate::seed::{Seed, entity_key, seed_error};
use crate::store::Store;
use crate::throttle::{Throttle, ThrottleState};
use crate::types::ServedTypes;

/// The simulated service: the state that all connections share.
pub(crate) struct GraphService {
    endpoint: String,
    types: ServedTypes,
    routes: Routes,
    store: Mutex<Store>,
    script: Mutex<Script>,
    request_log: Mutex<RequestLog>,
    throttle: Mutex<ThrottleState>,
    operations: Operations,
    calls: Mutex<CallLog>,
    options: ServiceOptions,
}

impl GraphService {
    pub(crate) fn new(
        endpoint: String,
        types: ServedTypes,
        routes: Routes,
        store: Store,
        throttle: Throttle,
        operations: Operations,
        options: ServiceOptions,
    ) -> Self {
        Self {
            endpoint,
            types,
            routes,
            store: Mutex::new(store),
            script: Mutex::default(),
            request_log: Mutex::new(RequestLog::new(options.request_log_capacity)),
            throttle: Mutex::new(ThrottleState::new(throttle)),
            operations,
            calls: Mutex::new(CallLog::new(options.request_log_capacity)),
            options,
        }
    }

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

    /// Adds or replaces an entity.
    ///
    /// # Errors
    /// Returns an error if the entity does not match its type, or its path is not served.
    pub(crate) fn seed(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let (key, object) = seed.entity(&self.routes, &self.types)?;
        lock(&self.store).insert(key, object);
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
        if lock(&self.store).remove(&key) {
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

    /// Serves a request.
    ///
    /// # Errors
    /// Returns an error if the connection must be closed without a response.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        let (parts, body) = request.into_parts();
        let received = receive(body, self.options.body_limit).await.map_err(|_| ConnectionClosed)?;
        let request = RecordedRequest::new(&parts, received.bytes().clone());
        let number = lock(&self.request_log).push(request.clone());

        let scripted = lock(&self.script).take(&parts).unwrap_or_else(ScriptedResponse::pass_through);
        let result = self.respond(scripted, &parts, &received).await;

        let status = result.as_ref().ok().map(Response::status);
        lock(&self.request_log).set_status(number, status);
        if let Some(observer) = &self.options.observer {
            observer(&request.with_status(status));
        }
        result
    }

    async fn respond(
        &self,
        scripted: ScriptedResponse,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        if let Some(delay) = scripted.delay {
            tokio::time::sleep(delay).await;
        }
        let ids = RequestIds::new(&request.headers);
        let mut response = match scripted.action {
            Action::Serve => {
                self.serve(request, body, &scripted.hazards).unwrap_or_else(|error| response::error(&error, &ids))
            }
            Action::Respond(status, body) => body.into_response(status, &ids),
            Action::CloseConnection => return Err(ConnectionClosed),
        };
        ids.insert_into(response.headers_mut());
        for (name, value) in scripted.headers {
            response.headers_mut().insert(name, value);
        }
        match scripted.interruption {
            None => Ok(response.map(OutgoingBody::complete)),
            Some(Interruption::WithinBody(bytes)) => Ok(response.map(|body| OutgoingBody::failing_after(body, bytes))),
            Some(Interruption::BeforeResponse) => Err(ConnectionClosed),
        }
    }
}

impl fmt::Debug for GraphService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphService").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// Locks a mutex, also after a panic in another task: every change of the state is made in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn not_found(target: &Target<'_>) -> ErrorResponse {
    let message = format!(
        "Resource '{}' does not exist or one of its queried reference-property objects are not present.",
        target.route.entity_id(&target.key)
    );
    ErrorResponse::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
}
