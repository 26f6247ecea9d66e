//! Serves one request, from its arrival to its response. One file per method or capability.

mod assign;
mod bindings;
mod body;
mod call;
mod create;
mod delete;
mod dispatch;
mod links;
mod media;
mod read;
mod replace;
mod state;
mod token;
mod update;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;

use crate::operation::{CallLog, Operations};
use crate::options::ServiceOptions;
use crate::protocol::{ConnectionClosed, ErrorResponse, OutgoingBody, ReceivedBody, RequestIds, receive, response};
use crate::request_log::{RecordedRequest, RequestLog};
use crate::routing::{Routes, Target};
use crate::script::{Action, Interruption, Script, ScriptedResponse};
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

    /// Serves a request.
    ///
    /// # Errors
    /// Returns an error if the connection must be closed without a response.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        let (parts, body) = request.into_parts();
        let scripted = lock(&self.script).take(&parts).unwrap_or_else(ScriptedResponse::pass_through);
        let received = if matches!(scripted.action, Action::CloseBeforeBody) {
            ReceivedBody::Complete(Bytes::new())
        } else {
            receive(body, self.options.body_limit).await.map_err(|_| ConnectionClosed)?
        };
        let request = RecordedRequest::new(&parts, received.bytes().clone());
        let number = lock(&self.request_log).push(request.clone());

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
        received: &ReceivedBody,
    ) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        if let Some(delay) = scripted.delay {
            tokio::time::sleep(delay).await;
        }
        let ids = RequestIds::new(&request.headers);
        let mut response = match scripted.action {
            Action::Serve => {
                self.serve(request, received, &scripted.hazards).unwrap_or_else(|error| response::error(&error, &ids))
            }
            Action::Respond(status, body) => body.into_response(status, &ids),
            Action::ServeAndRespond(status, body) => {
                // The response to the request is not sent, whatever it is.
                _ = self.serve(request, received, &scripted.hazards);
                body.into_response(status, &ids)
            }
            Action::CloseConnection | Action::CloseBeforeBody => return Err(ConnectionClosed),
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
