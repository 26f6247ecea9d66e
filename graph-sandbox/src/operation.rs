//! Actions and functions: what a test states about them, and the calls that were made.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use http::{Method, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

/// One call of an action or a function.
///
/// [`SandboxBuilder::operation`](crate::SandboxBuilder::operation) passes it to its handler, and
/// [`Sandbox::calls`](crate::Sandbox::calls) returns those that were made. `Debug` shows no parameters, because these may hold
/// secrets.
#[derive(Clone)]
pub struct OperationCall {
    pub(crate) name: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) entity: Option<Value>,
}

impl OperationCall {
    /// Returns the name without the namespace, for example `wipe`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the method: `POST` for an action, `GET` for a function.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path that the operation is bound to: percent-encoded and with the version.
    ///
    /// It is the version alone for an operation that is not bound.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query as it was sent, without the `?`.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Returns the parameters: the members of the body of an action, or those in the path of a function.
    pub fn parameters(&self) -> &Map<String, Value> {
        &self.parameters
    }

    /// Returns the value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }

    /// Returns the entity that the operation is bound to, as it was before the call.
    pub fn entity(&self) -> Option<&Value> {
        self.entity.as_ref()
    }
}

impl fmt::Debug for OperationCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationCall")
            .field("name", &self.name)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("parameter_names", &self.parameters.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The response to a call of an action or a function, and its effect.
#[derive(Debug, Clone)]
#[must_use = "a handler returns the response"]
pub struct OperationResponse {
    pub(crate) status: StatusCode,
    pub(crate) result: OperationResult,
    pub(crate) effect: Effect,
}

/// The body of the response.
#[derive(Debug, Clone)]
pub(crate) enum OperationResult {
    Nothing,
    /// An object with the members of the response.
    Object(Result<Value, String>),
    /// A value in the member `value`.
    Value(Result<Value, String>),
    /// Items in pages.
    Collection(Result<Value, String>),
    Error {
        code: String,
        message: String,
    },
}

/// What a call does with the entity that the operation is bound to.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    None,
    Change(Result<String, String>),
    Remove,
}

impl OperationResponse {
    /// Responds with `204`.
    pub fn no_content() -> Self {
        Self::new(StatusCode::NO_CONTENT, OperationResult::Nothing)
    }

    /// Responds with `202`: the service performs the operation later.
    pub fn accepted() -> Self {
        Self::new(StatusCode::ACCEPTED, OperationResult::Nothing)
    }

    /// Responds with a primitive value, or with a complex value or an entity in the member `value`.
    pub fn value(value: impl Serialize) -> Self {
        Self::new(StatusCode::OK, OperationResult::Value(to_value(&value)))
    }

    /// Responds with an entity or a complex value, whose members are those of the body.
    pub fn object(object: impl Serialize) -> Self {
        Self::new(StatusCode::OK, OperationResult::Object(to_value(&object)))
    }

    /// Responds with a collection, in pages of [`page_size`](crate::SandboxBuilder::page_size) items.
    pub fn collection(items: impl Serialize) -> Self {
        Self::new(StatusCode::OK, OperationResult::Collection(to_value(&items)))
    }

    /// Responds with an error in the format of Microsoft Graph. A status that is not an error becomes `500`.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let status =
            StatusCode::from_u16(status).ok().filter(|status| status.is_client_error() || status.is_server_error());
        let error = OperationResult::Error { code: code.to_owned(), message: message.to_owned() };
        Self::new(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error)
    }

    /// Changes the entity that the operation is bound to, as [`Sandbox::update`](crate::Sandbox::update) does.
    ///
    /// Changes that do not match its type are an error with status 500.
    pub fn changing(mut self, changes: impl Serialize) -> Self {
        self.effect = Effect::Change(serde_json::to_string(&changes).map_err(|error| error.to_string()));
        self
    }

    /// Removes the entity that the operation is bound to.
    pub fn removing(mut self) -> Self {
        self.effect = Effect::Remove;
        self
    }

    fn new(status: StatusCode, result: OperationResult) -> Self {
        Self { status, result, effect: Effect::None }
    }
}

fn to_value(value: &impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

/// A function that performs an operation.
pub(crate) type Handler = Arc<dyn Fn(&OperationCall) -> OperationResponse + Send + Sync>;

/// The operations that are served, by name or by path without the version.
#[derive(Default)]
pub(crate) struct Operations(HashMap<String, Handler>);

impl Operations {
    /// Serves an operation, whose name may have a namespace.
    pub(crate) fn insert(&mut self, name: &str, handler: Handler) {
        self.0.insert(unqualified(name).to_owned(), handler);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Handler> {
        self.0.get(unqualified(name))
    }
}

/// Returns the name of an operation without its namespace. A path remains as it is.
pub(crate) fn unqualified(name: &str) -> &str {
    if name.starts_with('/') { name } else { name.rsplit('.').next().unwrap_or(name) }
}

/// The newest calls.
#[derive(Debug)]
pub(crate) struct CallLog {
    calls: VecDeque<OperationCall>,
    capacity: usize,
}

impl CallLog {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { calls: VecDeque::new(), capacity }
    }

    pub(crate) fn push(&mut self, call: OperationCall) {
        self.calls.push_back(call);
        while self.calls.len() > self.capacity {
            self.calls.pop_front();
        }
    }

    /// Returns the calls of one operation, oldest first.
    pub(crate) fn of(&self, name: &str) -> Vec<OperationCall> {
        self.calls.iter().filter(|call| call.name == unqualified(name)).cloned().collect()
    }
}
